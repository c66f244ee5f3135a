import { ConnectClient, type ConnectorStatus } from '../../clients/connect.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { sinkConnectorName, sourceConnectorName } from '../../tables/names.js';
import { type Asking } from './ask.js';
import { type ConnectorReading } from './reading.js';

type Wanted = Pick<ConnectorReading, 'name' | 'kind' | 'of'> & { url: string };

/** The states of the sources and the sinks of a pipeline. */
export async function readConnectors(pipeline: Pipeline, asking: Asking): Promise<ConnectorReading[]> {
  return Promise.all(
    connectorsOf(pipeline).map(async ({ url, ...connector }) => {
      const status = await asking.ask('connect', () =>
        new ConnectClient({ ...pipeline.connect, url }).status(connector.name),
      );
      return { ...connector, ...stateOf(status) };
    }),
  );
}

function connectorsOf(pipeline: Pipeline): Wanted[] {
  const { source, connect, tables } = pipeline;
  return [
    ...source.nodes.map(({ id, connectUrl }) => ({
      ...{ name: sourceConnectorName(pipeline, id), kind: 'source' as const, of: id, url: connectUrl },
    })),
    ...tables.map((table) => ({
      ...{ name: sinkConnectorName(pipeline, table), kind: 'sink' as const, of: table.name, url: connect.url },
    })),
  ];
}

function stateOf(status: ConnectorStatus | null | undefined): Pick<ConnectorReading, 'state' | 'tasks' | 'error'> {
  if (!status) return { state: status === null ? 'UNKNOWN' : 'ABSENT', tasks: [], error: null };
  return {
    state: status.connector.state,
    error: causeIn(status.connector.trace),
    tasks: status.tasks.map(({ id, state, trace }) => ({ id, state, error: causeIn(trace) })),
  };
}

/** The last cause of a stack trace, which says why; its first line, where it has no other. */
function causeIn(trace: string | undefined): string | null {
  const lines = trace?.split('\n').filter((line) => line.trim() !== '') ?? [];
  return lines.findLast((line) => line.startsWith('Caused by: '))?.replace('Caused by: ', '') ?? lines[0] ?? null;
}
