import cassandra, { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { type PagedQuery, readPages } from './pages.js';
import { type TimedRow, type TimedRowReader, timedRowReader } from './timed-rows.js';

export interface ReadRangeOptions {
  table: ReplicatedTable;
  range: TokenRange;
  pageSize: number;
  consistency: types.consistencies;
}

/** Rows that were read together, and the time before that, in microseconds. */
export interface TimedPage {
  rows: TimedRow[];
  readAtUs: bigint;
}

/** Reads the rows of a token range page by page. */
export async function* readRange(client: Client, options: ReadRangeOptions): AsyncGenerator<TimedPage> {
  const { table, range, pageSize, consistency } = options;
  const reader = timedRowReader(table);
  const token = `token(${table.source.partitionKey.map(({ name }) => quoteCql(name)).join(', ')})`;
  const query = `SELECT ${reader.selection} FROM ${quoteCql(table.source.keyspace)}.${quoteCql(table.source.name)} WHERE ${token} > ? AND ${token} <= ?`;
  const parameters = [range.start, range.end].map((bound) => cassandra.types.Long.fromString(bound.toString()));
  yield* readTimedPages(client, { query, parameters, fetchSize: pageSize, consistency }, reader);
}

/** Runs a query for what `reader` selects. */
export async function* readTimedPages(
  client: Client,
  query: PagedQuery,
  reader: TimedRowReader,
): AsyncGenerator<TimedPage> {
  for await (const { page, readAtUs } of readPages(client, query)) {
    const rows = [...page.rows()].map(reader.read).filter((row) => row !== undefined);
    if (rows.length > 0) yield { rows, readAtUs };
  }
}
