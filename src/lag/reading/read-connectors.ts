import { connectClients, type ConnectorStatus } from '../../clients/connect.js';
import { firstLineOf, lastCause } from '../../clients/connector-trace.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { connectorsOf } from '../../tables/named-connectors.js';
import { type Asking } from './ask.js';
import { type ConnectorReading } from './reading.js';

/** The states of the sources and the sinks of a pipeline. */
export async function readConnectors(pipeline: Pipeline, asking: Asking): Promise<ConnectorReading[]> {
  const clientOf = connectClients(pipeline.connect);
  const all = connectorsOf(pipeline);
  const sourcesFirst = [...all.filter(({ kind }) => kind === 'source'), ...all.filter(({ kind }) => kind === 'sink')];
  return Promise.all(
    sourcesFirst.map(async ({ name, kind, of, connect }) => {
      const status = await asking.ask('connect', () => clientOf(connect.url).status(name));
      return { name, kind, of, ...stateOf(status) };
    }),
  );
}

function stateOf(status: ConnectorStatus | null | undefined): Pick<ConnectorReading, 'state' | 'tasks' | 'error'> {
  if (!status) return { state: status === null ? 'UNKNOWN' : 'ABSENT', tasks: [], error: null };
  return {
    state: status.connector.state,
    error: reasonOf(status.connector.trace),
    tasks: status.tasks.map(({ id, state, trace }) => ({ id, state, error: reasonOf(trace) })),
  };
}

/** The last cause says why; the first line, where there is no other. */
function reasonOf(trace: string | undefined): string | null {
  return lastCause(trace) ?? firstLineOf(trace) ?? null;
}
