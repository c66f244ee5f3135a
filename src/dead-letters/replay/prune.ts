import { type Client } from 'pg';
import { inTransaction } from '../../clients/postgres.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { retentionMs } from '../../pipeline/retention.js';
import { ledgerNames } from '../ledger.js';

/** Kafka deletes by the segment: a letter may be in the topic for longer than its retention. */
const retentions = 2;

/**
 * Removes what PostgreSQL keeps of letters that were handled long ago: the topic does not have them any more, so that
 * none of them opens again.
 */
export async function pruneHandled(client: Client, pipeline: Pipeline, now: Date): Promise<void> {
  const { deadLetters, refusals, ledger, replays } = ledgerNames(pipeline);
  const before = new Date(now.getTime() - retentionMs(pipeline.deadLetters.retention) * retentions);
  await inTransaction(client, async () => {
    await client.query(
      `DELETE FROM ${deadLetters} AS d USING ${refusals} AS r JOIN ${ledger} AS l USING (letter, failure)
       WHERE d.id = r.id AND l.handled_at < $1`,
      [before],
    );
    // An entry tells to which letter a later failure belongs.
    await client.query(
      `DELETE FROM ${ledger} AS l WHERE l.handled_at < $1 AND l.letter NOT IN (SELECT letter FROM ${refusals})`,
      [before],
    );
    await client.query(
      `DELETE FROM ${replays} AS r WHERE r.finished_at < $1 AND NOT EXISTS (SELECT FROM ${ledger} AS l WHERE l.replay = r.id)`,
      [before],
    );
  });
}
