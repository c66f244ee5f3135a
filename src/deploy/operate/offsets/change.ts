import { ConnectClient, type ConnectorOffset } from '../../../clients/connect.js';
import { HttpError } from '../../../clients/http.js';
import { messageOf, OperatorError } from '../../../errors.js';
import { about, type ProgressListener } from '../../../progress.js';
import { waitFor } from '../../../wait.js';
import { awaitState } from '../await-state.js';
import { type NamedConnector } from '../../../tables/named-connectors.js';
import { absent } from '../operate.js';
import { offsetsInOrder } from './read.js';
import { type SteadyState, steadyStateOf } from '../verbs.js';

export interface ChangeOffsetsOptions {
  connector: NamedConnector;
  /** What replaces the offsets of its partitions; undefined removes all. */
  offsets: ConnectorOffset[] | undefined;
  /** Told the offsets of before as soon as they are known. */
  onPrevious: (previous: ConnectorOffset[]) => void;
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

export interface ChangedOffsets {
  connector: string;
  kind: NamedConnector['kind'];
  /** As they were: `offsets set --from` takes them. */
  previous: ConnectorOffset[];
  current: ConnectorOffset[];
  /** The state that it had, and has again. */
  state: SteadyState;
}

/**
 * Stops a connector, changes its offsets, and brings it back to the state that it had, also after a failure or an
 * interruption.
 * @throws OperatorError from Connect; (finding) for a connector that is not there, or does not come back
 */
export async function changeOffsets(options: ChangeOffsetsOptions): Promise<ChangedOffsets> {
  const { connector, timeoutMs, signal } = options;
  const { name, connect, kind } = connector;
  const onProgress = about({ connector: name }, options.onProgress);
  const client = new ConnectClient(connect, signal);
  const status = await client.status(name);
  if (status === undefined) throw absent(name);
  const state = steadyStateOf(status.connector.state);
  const bounds = { client, name, timeoutMs, signal };
  const step = `offsets of ${name}`;
  onProgress({ step, status: 'started', detail: 'stopping the connector' });
  let changed: Pick<ChangedOffsets, 'previous' | 'current'>;
  try {
    await client.stop(name);
    await awaitState({ ...bounds, state: 'STOPPED', sameAsBefore: false });
    changed = await changeStopped(client, options);
  } catch (error) {
    onProgress({ step, status: 'failed' });
    await bringBack(connector, state);
    throw error;
  }
  await bringBack(connector, state);
  if (state !== 'STOPPED') await awaitState({ ...bounds, state, sameAsBefore: false });
  onProgress({ step, status: 'done', detail: `changed; ${state} again` });
  return { connector: name, kind, ...changed, state };
}

async function changeStopped(
  client: ConnectClient,
  options: ChangeOffsetsOptions,
): Promise<Pick<ChangedOffsets, 'previous' | 'current'>> {
  const { offsets, onPrevious } = options;
  const { name } = options.connector;
  // Only now nobody moves them.
  const previous = await offsetsInOrder(client, name);
  onPrevious(previous);
  await whenItsConsumersHaveLeft(options, () =>
    offsets === undefined ? client.resetOffsets(name) : client.alterOffsets(name, offsets),
  );
  return { previous, current: await offsetsInOrder(client, name) };
}

/**
 * Not bound to the signal: what is stopped must not stay so.
 * @throws OperatorError (partial) that says how to bring it back by hand
 */
async function bringBack({ name, connect }: NamedConnector, state: SteadyState): Promise<void> {
  const client = new ConnectClient(connect);
  try {
    if (state === 'RUNNING') await client.resume(name);
    if (state === 'PAUSED') await client.pause(name);
  } catch (error) {
    throw new OperatorError({
      kind: 'partial',
      resource: name,
      message: `the connector is stopped and was ${state}: ${messageOf(error)}`,
      hint: `cdcctl ${state === 'PAUSED' ? 'pause' : 'resume'} --connector ${name}`,
      cause: error,
    });
  }
}

/** A sink's consumers leave their group some time after its tasks have ended; before, Connect answers 500. */
async function whenItsConsumersHaveLeft(
  { connector, timeoutMs, signal }: ChangeOffsetsOptions,
  change: () => Promise<void>,
): Promise<void> {
  const what = `the consumers of ${connector.name} to leave their group`;
  await waitFor({ what, timeoutMs, intervalMs: 1000, signal }, async () => {
    try {
      await change();
      return true;
    } catch (error) {
      if (connector.kind !== 'sink' || !(error instanceof HttpError) || error.status !== 500) throw error;
      return undefined;
    }
  });
}
