import { ConnectClient, type ConnectorState, type ConnectorStatus } from '../../clients/connect.js';
import { OperatorError } from '../../errors.js';
import { type ProgressListener } from '../../progress.js';
import { awaitState } from './await-state.js';
import { type NamedConnector } from '../../tables/named-connectors.js';
import { type Verb, verbs } from './verbs.js';

export interface OperateOptions {
  verb: Verb;
  connectors: NamedConnector[];
  /** Whether to wait until the state is reached. */
  wait: boolean;
  /** Bound of all waits together. */
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

export interface OperatedConnector {
  connector: string;
  kind: NamedConnector['kind'];
  before: ConnectorState | 'ABSENT';
  /** The state that it has reached, or that it was asked to reach where nobody waited. */
  after: ConnectorState | 'UNKNOWN';
  outcome: 'done' | 'asked' | 'unchanged' | 'failed';
  /** Why it has failed. */
  error?: OperatorError;
}

/** Does one thing with connectors, in the order that loses no time; one that fails does not keep the others from it. */
export async function operate(options: OperateOptions): Promise<OperatedConnector[]> {
  const { verb, wait, timeoutMs, onProgress, signal } = options;
  const deadline = Date.now() + timeoutMs;
  const connectors = verbs[verb].sourcesFirst ? [...options.connectors].reverse() : options.connectors;
  const asked: (OperatedConnector & { client: ConnectClient })[] = [];
  for (const one of connectors) {
    const client = new ConnectClient(one.connect, signal);
    asked.push({ client, ...(await ask(client, one, verb)) });
    const status = asked.at(-1)?.outcome === 'failed' ? 'failed' : 'started';
    onProgress({ step: `${verb} ${one.name}`, status, subject: { connector: one.name } });
  }
  const reports: OperatedConnector[] = [];
  for (const { client, ...report } of asked) {
    const left = { client, timeoutMs: Math.max(0, deadline - Date.now()), signal };
    const reached = wait && report.outcome === 'asked' ? await reach(left, report, verb) : report;
    const { connector } = report;
    if (reached.outcome === 'done')
      onProgress({ step: `${verb} ${connector}`, status: 'done', subject: { connector } });
    reports.push(reached);
  }
  return reports;
}

async function ask(client: ConnectClient, { name, kind }: NamedConnector, verb: Verb): Promise<OperatedConnector> {
  const report = { connector: name, kind };
  let status: ConnectorStatus | undefined;
  try {
    status = await client.status(name);
    if (status === undefined) throw absent(name);
    const before = status.connector.state;
    if (verbs[verb].isDone(status)) return { ...report, before, after: before, outcome: 'unchanged' };
    await verbs[verb].request(client, name);
    return { ...report, before, after: verbs[verb].target(before), outcome: 'asked' };
  } catch (error) {
    const before = status?.connector.state ?? 'ABSENT';
    return { ...report, before, after: 'UNKNOWN', outcome: 'failed', error: operatorError(error) };
  }
}

async function reach(
  bounds: { client: ConnectClient; timeoutMs: number; signal?: AbortSignal | undefined },
  report: OperatedConnector,
  verb: Verb,
): Promise<OperatedConnector> {
  const before = report.before === 'ABSENT' ? 'UNASSIGNED' : report.before;
  const state = verbs[verb].target(before);
  try {
    await awaitState({ ...bounds, name: report.connector, state, sameAsBefore: before === state });
    return { ...report, after: state, outcome: 'done' };
  } catch (error) {
    return { ...report, after: 'UNKNOWN', outcome: 'failed', error: operatorError(error) };
  }
}

/** What else is thrown is a bug; an interruption ends the command. */
function operatorError(error: unknown): OperatorError {
  if (error instanceof OperatorError && error.kind !== 'interrupted') return error;
  throw error;
}

export function absent(name: string): OperatorError {
  return new OperatorError({
    kind: 'finding',
    resource: name,
    message: 'Kafka Connect has no connector of this name',
    hint: 'cdcctl deploy makes it',
  });
}
