import cassandra, { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { type TimedRow, timedRowReader } from './timed-rows.js';

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
  yield* readPages(client, { query, parameters, fetchSize: pageSize, consistency }, reader.read);
}

export interface PagedQuery {
  query: string;
  parameters: unknown[];
  fetchSize: number;
  consistency: types.consistencies;
}

/** Runs a query page by page; the next page is fetched while the caller works on this one. */
export async function* readPages(
  client: Client,
  { query, parameters, fetchSize, consistency }: PagedQuery,
  read: (row: types.Row) => TimedRow | undefined,
): AsyncGenerator<TimedPage> {
  const fetch = async (pageState?: string) => {
    const readAtUs = BigInt(Date.now()) * 1000n;
    const result = await client.execute(query, parameters, {
      prepare: true,
      fetchSize,
      consistency,
      isIdempotent: true,
      ...(pageState === undefined ? {} : { pageState }),
    });
    return { result, readAtUs };
  };
  let next: ReturnType<typeof fetch> | undefined = fetch();
  while (next !== undefined) {
    const { result, readAtUs }: Awaited<ReturnType<typeof fetch>> = await next;
    next = result.pageState ? fetch(result.pageState) : undefined;
    // The failure of a page that nobody comes to await must not end the process.
    next?.catch(() => undefined);
    const rows = result.rows.map(read).filter((row) => row !== undefined);
    if (rows.length > 0) yield { rows, readAtUs };
  }
}
