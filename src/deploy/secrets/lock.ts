import { type Client } from 'pg';
import { tryAdvisoryLock } from '../../clients/postgres.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema } from '../../tables/names.js';
import { waitFor } from '../../wait.js';

/** `rotate`: while secrets are replaced. `watch`: as long as a process watches them. */
export type SecretLock = 'rotate' | 'watch';

/** Takes the lock of a pipeline until the connection ends or `unlock`; false where another has it. */
export async function tryLock(client: Client, pipeline: Pipeline, lock: SecretLock): Promise<boolean> {
  return tryAdvisoryLock(client, `cdcctl secrets ${lock} ${bookkeepingSchema(pipeline)}`);
}

export interface LockOptions {
  lock: SecretLock;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Waits for the lock; it goes with the connection, so that a process that dies leaves none behind. */
export async function acquireLock(client: Client, pipeline: Pipeline, options: LockOptions): Promise<void> {
  const what = `another process that rotates the secrets of ${pipeline.name}`;
  await waitFor({ what, timeoutMs: options.timeoutMs, signal: options.signal }, async () =>
    (await tryLock(client, pipeline, options.lock)) ? true : undefined,
  );
}
