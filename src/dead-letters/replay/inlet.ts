import { type Client } from 'pg';
import { type Pipeline, type TableSettings } from '../../pipeline/pipeline.js';
import { inYieldingTransaction } from '../../rows/yielding-transaction.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../../tables/names.js';
import { ledgerNames } from '../ledger.js';
import { type DeadLetter } from '../letter.js';

/** An event that PostgreSQL has refused, and is given again. */
export interface OutgoingEvent {
  letter: DeadLetter;
  event: string;
}

/**
 * Puts events of one table into its inlet, together with their entries in the ledger: both are done or none.
 * @returns why those were refused that were refused again, by the ids of their letters
 */
export async function putIntoInlet(
  client: Client,
  { pipeline, table, replay }: { pipeline: Pipeline; table: TableSettings; replay: number },
  events: OutgoingEvent[],
): Promise<Map<string, string>> {
  const { deadLetters, ledger } = ledgerNames(pipeline);
  const inlet = `${quoteSql(bookkeepingSchema(pipeline))}.${quoteSql(objectsOf(table).inlet)}`;
  const letters = events.map(({ letter }) => letter);
  const partitions = letters.map(({ origin }) => origin?.partition);
  const offsets = letters.map(({ origin }) => origin?.offset);
  const ids = letters.map(({ id }) => id);
  const failures = letters.map(({ attempts }) => attempts);
  return inYieldingTransaction(client, async () => {
    const newest = await client.query<{ id: string }>(`SELECT coalesce(max(id), 0) AS id FROM ${deadLetters}`);
    await client.query(
      `INSERT INTO ${ledger} (outcome, replay, letter, failure, first_seen)
       SELECT 'replayed', $1, * FROM unnest($2::text[], $3::integer[], $4::timestamptz[])`,
      [replay, ids, failures, letters.map(({ firstSeen }) => firstSeen)],
    );
    await client.query(
      `INSERT INTO ${inlet} (event, __partition, __offset) SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[])`,
      [events.map(({ event }) => event), partitions, offsets],
    );
    const { rows } = await client.query<{ letter: string; message: string }>(
      `UPDATE ${deadLetters} AS refused SET letter = sent.letter, failure = sent.failure + 1
       FROM unnest($3::text[], $4::integer[], $5::integer[], $6::bigint[]) AS sent(letter, failure, "partition", "offset")
       WHERE refused.id > $1 AND refused.table_name = $2 AND refused."partition" = sent."partition" AND refused."offset" = sent."offset"
       RETURNING refused.letter, refused.message`,
      [newest.rows[0]!.id, table.name, ids, failures, partitions, offsets],
    );
    return new Map(rows.map(({ letter, message }) => [letter, message]));
  });
}
