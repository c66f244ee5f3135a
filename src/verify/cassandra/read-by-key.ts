import { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../../clients/cassandra.js';
import { rawPageOf } from '../../clients/cassandra-raw-pages.js';
import { classifyReadFailure, refusedRead } from '../../rows/read-failure.js';
import { type TimedRow, timedRowReader } from '../../rows/timed-rows.js';
import { type ComparedTable } from '../compared-table.js';

export interface CassandraRowsOptions {
  cassandra: Client;
  table: ComparedTable;
  consistency: types.consistencies;
  signal: AbortSignal;
}

/** A row that was looked up, undefined when there is none, or the failure to read it. */
export type LookedUp = { row: TimedRow | undefined; readAtUs: bigint } | { failure: unknown };

const readsInFlight = 32;

/**
 * Reads rows by their primary keys, given as Cassandra serialises them. A key that Cassandra cannot hold (undefined)
 * has no row.
 * @returns one result for each key, in their order
 */
export async function readCassandraRows(
  options: CassandraRowsOptions,
  keys: (Buffer[] | undefined)[],
): Promise<LookedUp[]> {
  const results = new Array<LookedUp>(keys.length);
  let next = 0;
  const readOne = rowReader(options);
  const work = async (): Promise<void> => {
    while (next < keys.length) {
      const index = next++;
      const key = keys[index];
      results[index] = key === undefined ? { row: undefined, readAtUs: 0n } : await readOne(key);
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, work));
  return results;
}

function rowReader({
  cassandra,
  table,
  consistency,
  signal,
}: CassandraRowsOptions): (key: Buffer[]) => Promise<LookedUp> {
  const reader = timedRowReader(table.replicated);
  const condition = table.keys.map(({ name }) => `${quoteCql(name)} = ?`).join(' AND ');
  const query = `SELECT ${reader.selection} FROM ${quoteCql(table.keyspace)}.${quoteCql(table.name)} WHERE ${condition}`;
  return async (key) => {
    signal.throwIfAborted();
    const readAtUs = BigInt(Date.now()) * 1000n;
    try {
      const result = await cassandra.execute(query, key, { prepare: true, consistency, isIdempotent: true });
      const [raw] = rawPageOf(result).rows();
      return { row: raw && reader.read(raw), readAtUs };
    } catch (failure) {
      if (classifyReadFailure(failure) === 'fatal') throw refusedRead(failure, table);
      return { failure };
    }
  };
}
