import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { tryAdvisoryLock } from '../../clients/postgres.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { ledgerNames } from '../ledger.js';

const lockTimeoutMs = 15_000;

/**
 * Keeps other runs of the pipeline away for as long as the connection lives. The server notices the end of a run that was
 * killed within moments.
 * @throws OperatorError (unreachable) while another run goes on
 */
export async function lockReplays(client: Client, pipeline: Pipeline, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + lockTimeoutMs;
  const name = ledgerNames(pipeline).replays;
  while (!(await tryAdvisoryLock(client, name))) {
    if (Date.now() > deadline) {
      throw new OperatorError({
        kind: 'unreachable',
        resource: `pipeline ${pipeline.name}`,
        message: 'another replay-dlq of this pipeline is running',
        hint: 'wait for it, or end it: what it has sent is in the ledger',
      });
    }
    await sleep(250, undefined, { signal });
  }
}

/** Opens an entry for a run. */
export async function beginReplay(client: Client, pipeline: Pipeline): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO ${ledgerNames(pipeline).replays} DEFAULT VALUES RETURNING id`,
  );
  return Number(rows[0]!.id);
}

export async function finishReplay(client: Client, pipeline: Pipeline, replay: number): Promise<void> {
  await client.query(`UPDATE ${ledgerNames(pipeline).replays} SET finished_at = now() WHERE id = $1`, [replay]);
}

/** The runs that were interrupted, and how many letters each has put back. Asks for `lockReplays`. */
export async function interruptedReplays(
  client: Client,
  pipeline: Pipeline,
): Promise<{ replay: number; letters: number }[]> {
  const { replays, ledger } = ledgerNames(pipeline);
  const { rows } = await client.query<{ id: string; letters: number }>(
    `SELECT r.id, (SELECT count(*)::integer FROM ${ledger} AS l WHERE l.replay = r.id) AS letters
     FROM ${replays} AS r WHERE finished_at IS NULL ORDER BY id`,
  );
  return rows.map(({ id, letters }) => ({ replay: Number(id), letters }));
}
