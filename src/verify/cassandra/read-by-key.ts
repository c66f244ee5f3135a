import { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../../clients/cassandra.js';
import { type Cells } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';
import { canonicalCells, rawRowReader } from '../../rows/raw-rows.js';
import { classifyReadFailure, refusedRead } from '../../rows/read-failure.js';

export interface CassandraRowsOptions {
  client: Client;
  table: ComparedTable;
  consistency: types.consistencies;
  signal: AbortSignal;
}

/** A row that was looked up: canonical cells, undefined when there is none, or the failure to read it. */
export type LookedUp = { cells: Cells | undefined } | { failure: unknown };

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
      results[index] = key === undefined ? { cells: undefined } : await readOne(key);
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, work));
  return results;
}

function rowReader({ client, table, consistency, signal }: CassandraRowsOptions): (key: Buffer[]) => Promise<LookedUp> {
  const reader = rawRowReader(columnsOf(table), table.keys.length);
  const columns = columnsOf(table);
  const condition = table.keys.map(({ name }) => `${quoteCql(name)} = ?`).join(' AND ');
  const query = `SELECT ${reader.selection} FROM ${quoteCql(table.keyspace)}.${quoteCql(table.name)} WHERE ${condition}`;
  return async (key) => {
    signal.throwIfAborted();
    try {
      const { rows } = await client.execute(query, key, { prepare: true, consistency, isIdempotent: true });
      const raw = rows[0] && reader.read(rows[0]);
      return { cells: raw && canonicalCells(columns, raw) };
    } catch (failure) {
      if (classifyReadFailure(failure) === 'fatal') throw refusedRead(failure, table);
      return { failure };
    }
  };
}
