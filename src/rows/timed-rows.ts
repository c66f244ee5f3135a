import { type types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { canonicalCells, rawRowReader } from './raw-rows.js';

/** A row as Cassandra holds it; cells in the order of the table's, in canonical form. */
export interface TimedRow {
  keys: Cells;
  cells: Cells;
  /** Write time of each cell in microseconds; null where the cell is, and for what is read back. */
  writeTimes: (bigint | null)[];
  /** Seconds until the first of the cells expires. */
  ttlSeconds: number | null;
}

export interface TimedRowReader {
  /** What to select. */
  selection: string;
  /** The row, or undefined for a partition that has static columns but no row. */
  read: (row: types.Row) => TimedRow | undefined;
}

/** Reads rows together with the write time and the time to live of each cell, as far as CQL tells them. */
export function timedRowReader(table: ReplicatedTable): TimedRowReader {
  const columns = [...table.keys, ...table.cells].map(({ name, column, codec }) => ({
    name,
    type: column.type,
    codec,
  }));
  const raw = rawRowReader(columns, table.keys.length);
  const timed = table.cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => isTimed(cell));
  const timing = timed.flatMap(({ cell, index }) => [
    `WRITETIME(${quoteCql(cell.name)}) AS w${index}`,
    `TTL(${quoteCql(cell.name)}) AS t${index}`,
  ]);
  return {
    selection: [raw.selection, ...timing].join(', '),
    read: (row) => {
      const serialised = raw.read(row);
      if (serialised === undefined) return undefined;
      const canonical = canonicalCells(columns, serialised);
      const writeTimes = new Array<bigint | null>(table.cells.length).fill(null);
      let ttlSeconds: number | null = null;
      for (const { index } of timed) {
        const time = row[`w${index}`] as types.Long | null;
        if (time !== null) writeTimes[index] = BigInt(time.toString());
        const ttl = row[`t${index}`] as number | null;
        if (ttl !== null) ttlSeconds = Math.min(ttl, ttlSeconds ?? ttl);
      }
      return {
        keys: canonical.slice(0, table.keys.length),
        cells: canonical.slice(table.keys.length),
        writeTimes,
        ttlSeconds,
      };
    },
  };
}

/** Cassandra 4 has no write time of a value of many cells. */
function isTimed({ column: { type, kind } }: ReplicatedColumn): boolean {
  return kind !== 'static' && (!('frozen' in type) || type.frozen);
}
