import { type Client } from 'pg';
import { eventTs, eventValue, isOfRow } from '../render/postgresql/event.js';
import { isDataError } from '../rows/merge-changes.js';
import { type Cells, parseRecord } from '../tables/canonical/record.js';
import { literalSql } from '../tables/names.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

/** What an event does, as the merge would read it. */
export interface EventFacts {
  /** `i`, `u`, `d` or `r`. */
  op: string;
  /** Write time in microseconds. */
  writeTimeUs: bigint;
  /** Canonical values of the primary key; null where the event is not about one row. */
  keys: Cells | null;
  /** Which of the table's cells it sets, by their positions. */
  touched: boolean[];
}

/** Reads events, zero bytes left out; undefined for those that PostgreSQL cannot read otherwise either. */
export async function readEventFacts(
  client: Client,
  table: ReplicatedTable,
  events: (string | null)[],
): Promise<(EventFacts | undefined)[]> {
  const sql = factsSql(table);
  try {
    return await query(client, sql, events);
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (events.length === 1) return [undefined];
  }
  const half = Math.ceil(events.length / 2);
  return [
    ...(await readEventFacts(client, table, events.slice(0, half))),
    ...(await readEventFacts(client, table, events.slice(half))),
  ];
}

interface FactsRow {
  op: string | null;
  ts: string | null;
  keys: Buffer | null;
  touched: boolean[];
}

async function query(client: Client, sql: string, events: (string | null)[]): Promise<(EventFacts | undefined)[]> {
  const { rows } = await client.query<FactsRow>(sql, [events]);
  return rows.map(({ op, ts, keys, touched }) => {
    if (op === null || ts === null) return undefined;
    const cells = keys === null ? [null] : parseRecord(keys);
    return { op, writeTimeUs: BigInt(ts), keys: cells.includes(null) ? null : cells, touched };
  });
}

function factsSql(table: ReplicatedTable): string {
  const keys = table.keys.map((key) => key.codec.sql(eventValue(key)));
  const touched = table.cells.map(
    ({ name }) => `coalesce(jsonb_typeof(e.row -> ${literalSql(name)}) = 'object', false)`,
  );
  return `SELECT e.op, (${eventTs(table)})::text AS ts,
  CASE WHEN ${isOfRow(table)} THEN record_send(ROW(${keys.join(', ')})) END AS keys,
  ARRAY[${touched.join(', ')}]::boolean[] AS touched
FROM (
  SELECT event::jsonb ->> '__op' AS op, event::jsonb AS row, event AS raw, position
  FROM (
    SELECT replace(event, '\\u0000', '') AS event, position
    FROM unnest($1::text[]) WITH ORDINALITY AS given(event, position) OFFSET 0
  ) AS readable OFFSET 0
) AS e
ORDER BY e.position`;
}
