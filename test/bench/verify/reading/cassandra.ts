import cassandra, { type Client, type types } from 'cassandra-driver';
import { planTokenRanges, type TokenRange } from '../../../../src/tables/token-ranges.js';
import { tableName } from '../bench-table.js';
import { columnNames, keyName } from '../columns.js';
import { type Task } from './task.js';

/** Both are the best: more save nothing, fewer cost time. */
const pageRows = 5000;
const rangesInFlight = 4;

/** Runs `use` with a session that has the driver's ordinary settings, and the token ranges that verify would read. */
export async function withSource<T>(
  { cassandra: address }: Task,
  use: (client: Client, ranges: TokenRange[]) => Promise<T>,
): Promise<T> {
  const { contactPoints, localDataCenter, keyspace } = address;
  const client = new cassandra.Client({ contactPoints, localDataCenter, keyspace });
  await client.connect();
  try {
    return await use(client, await planTokenRanges(client, { keyspace, name: tableName }));
  } finally {
    await client.shutdown();
  }
}

/** Hands over all rows of the ranges, page by page. Returns how many there were. */
export async function readRanges(
  client: Client,
  ranges: TokenRange[],
  onRows: (rows: types.Row[]) => Promise<void> | void,
): Promise<number> {
  const query = `SELECT ${columnNames.join(', ')} FROM ${tableName} WHERE token(${keyName}) > ? AND token(${keyName}) <= ?`;
  const queue = [...ranges].reverse();
  let count = 0;
  const work = async (): Promise<void> => {
    for (let range = queue.pop(); range !== undefined; range = queue.pop()) {
      const parameters = [range.start, range.end].map((token) => cassandra.types.Long.fromString(token.toString()));
      let pageState: string | undefined;
      do {
        const page = { prepare: true, fetchSize: pageRows, ...(pageState === undefined ? {} : { pageState }) };
        const result = await client.execute(query, parameters, page);
        count += result.rows.length;
        await onRows(result.rows);
        pageState = result.pageState;
      } while (pageState);
    }
  };
  await Promise.all(Array.from({ length: rangesInFlight }, work));
  return count;
}
