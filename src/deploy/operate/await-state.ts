import { type ConnectClient } from '../../clients/connect.js';
import { waitFor } from '../../wait.js';
import { failOnFailed } from '../health.js';
import { isIn, type SteadyState } from './verbs.js';

export interface AwaitStateOptions {
  client: ConnectClient;
  name: string;
  state: SteadyState;
  /** Whether the state was the same before the request: then it counts when it was left meanwhile, or has lasted. */
  sameAsBefore: boolean;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** How long Connect may show the state from before a request. */
const staleMs = 5000;

/**
 * Waits until a connector and its tasks are in a state.
 * @throws OperatorError (finding) when it fails, (unreachable) when the time is over
 */
export async function awaitState(options: AwaitStateOptions): Promise<void> {
  const { client, name, state, sameAsBefore, timeoutMs, signal } = options;
  const askedAt = Date.now();
  let hasLeft = !sameAsBefore;
  const hint = '`cdcctl status` shows its tasks; `cdcctl logs connect` shows why';
  await waitFor({ what: `${name} to be ${state}`, timeoutMs, signal, hint }, async () => {
    const status = await client.status(name);
    if (status === undefined) return undefined;
    const isStale = Date.now() - askedAt < staleMs;
    if (state === 'RUNNING' && !isStale) failOnFailed(status);
    const reached = isIn(status, state);
    hasLeft ||= !reached;
    return reached && (hasLeft || !isStale) ? true : undefined;
  });
}
