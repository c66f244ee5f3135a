import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { inTransaction } from '../../../src/clients/postgres.js';
import { columnNames, columnTypes, keyName } from './bench-table.js';
import { eventRow } from './events.js';
import { createTables, type Sink } from './sink.js';
import { type BenchEvent } from './workload.js';

/** What pgjdbc puts into one statement at most. */
const statementSize = 128;
/** What the sink puts into one transaction, rounded up to whole statements. */
const transactionSize = 16 * statementSize;

/** Figures of one run without Kafka. */
export interface SqlRun {
  eventsPerSecond: number;
  walBytesPerEvent: number;
  /** Size of the table with its indexes as it is left, divided by its rows. */
  bytesPerRow: number;
}

/**
 * Puts the events into a table of the server, both as the sink's text and as typed columns, so that nothing but the
 * inserting is measured. `last_of_key`: there is none of its key behind it in its statement.
 */
export async function stageEvents(client: pg.Client, events: BenchEvent[]): Promise<void> {
  const typed = columnNames.map((name) => `${name} ${columnTypes[name].stock}`);
  await client.query(
    `CREATE UNLOGGED TABLE staged (n integer PRIMARY KEY, event text, last_of_key boolean, ${keyName} uuid, ${typed.join(', ')})`,
  );
  for (let start = 0; start < events.length; start += transactionSize) {
    const rows = events.slice(start, start + transactionSize).map((event, i) => stagedRow(event, start + i));
    await client.query('INSERT INTO staged SELECT * FROM jsonb_populate_recordset(NULL::staged, $1)', [
      JSON.stringify(rows),
    ]);
  }
  await client.query(
    `UPDATE staged AS s SET last_of_key = false FROM staged AS later
     WHERE later.${keyName} = s.${keyName} AND later.n > s.n AND later.n / ${statementSize} = s.n / ${statementSize}`,
  );
  await client.query('VACUUM FULL ANALYZE staged');
}

function stagedRow(event: BenchEvent, n: number): Record<string, unknown> {
  const createdAt = event.cells.created_at;
  return {
    n,
    event: JSON.stringify(eventRow(event)),
    last_of_key: true,
    [keyName]: event.key,
    ...event.cells,
    ...(typeof createdAt === 'number' ? { created_at: new Date(createdAt).toISOString() } : {}),
  };
}

/** Brings all staged events into empty tables: in statements and transactions of the size that the sink makes. */
export async function runSql(sink: Sink, client: pg.Client, events: number): Promise<SqlRun> {
  await createTables(client, sink);
  const walBefore = await walPosition(client);
  const begunMs = performance.now();
  for (let start = 0; start < events; start += transactionSize) {
    await inTransaction(client, () => insertRange(sink, client, start, Math.min(start + transactionSize, events)));
  }
  const seconds = (performance.now() - begunMs) / 1000;
  const walBytes = (await walPosition(client)) - walBefore;
  await sink.check(client);
  return {
    eventsPerSecond: events / seconds,
    walBytesPerEvent: walBytes / events,
    bytesPerRow: await bytesPerRow(sink, client),
  };
}

async function insertRange(sink: Sink, client: pg.Client, start: number, end: number): Promise<void> {
  for (let first = start; first < end; first += statementSize) {
    const last = Math.min(first + statementSize, end) - 1;
    await client.query({ name: `insert ${sink.name}`, text: sink.insert, values: [first, last] });
  }
}

/** Bytes of write-ahead log since the server was made. */
async function walPosition(client: pg.Client): Promise<number> {
  const answer = await client.query<{ bytes: string }>(`SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes`);
  return Number(answer.rows[0]!.bytes);
}

async function bytesPerRow(sink: Sink, client: pg.Client): Promise<number> {
  const answer = await client.query<{ bytes: number }>(
    `SELECT pg_total_relation_size($1::regclass)::float8 / count(*) AS bytes FROM ${sink.rows}`,
    [sink.rows],
  );
  return answer.rows[0]!.bytes;
}
