import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { inTransaction } from '../clients/postgres.js';
import { codeOf, OperatorError } from '../errors.js';

/**
 * Shorter than PostgreSQL's deadlock_timeout of a second: who waits for a sink that waits for him gives way before the
 * sink's transaction could be chosen to fail.
 */
const lockTimeoutMs = 300;
const longestWaitMs = 60_000;

/**
 * Runs `work` in a transaction that gives its locks back instead of waiting long for others, and then tries again.
 * @throws OperatorError (unreachable) when others hold the locks for a minute
 */
export async function inYieldingTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(client, async () => {
        await client.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
        return work();
      });
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() - startedAt > longestWaitMs) throw stayedLocked(error);
      await sleep(Math.min(attempt * 20, 500));
    }
  }
}

/** Lock not available, deadlock. */
function isLocked(error: unknown): boolean {
  return ['55P03', '40P01'].includes(codeOf(error) ?? '');
}

function stayedLocked(cause: unknown): OperatorError {
  return new OperatorError({
    kind: 'unreachable',
    message: `rows stayed locked in PostgreSQL for ${longestWaitMs / 1000} s`,
    hint: 'pg_stat_activity shows who holds them; the command can be run again',
    cause,
  });
}
