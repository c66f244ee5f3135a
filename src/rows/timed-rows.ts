import { quoteCql } from '../clients/cassandra.js';
import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { canonicalCells, columnExpressions, isRow, rawSelection } from './raw-rows.js';

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
  read: (raw: Cells) => TimedRow | undefined;
}

/** Reads rows together with the write time and the time to live of each cell, as far as CQL tells them. */
export function timedRowReader(table: ReplicatedTable): TimedRowReader {
  const columns = [...table.keys, ...table.cells];
  const timed = table.cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => isTimed(cell));
  const timing = timed.flatMap(({ cell: { name } }) => [`WRITETIME(${quoteCql(name)})`, `TTL(${quoteCql(name)})`]);
  return {
    selection: rawSelection([...columnExpressions(columns), ...timing]),
    read: (raw) => {
      if (!isRow(raw, table.keys.length)) return undefined;
      const canonical = canonicalCells(columns, raw);
      const writeTimes = new Array<bigint | null>(table.cells.length).fill(null);
      let ttlSeconds: number | null = null;
      for (const [position, { index }] of timed.entries()) {
        const at = columns.length + position * 2;
        writeTimes[index] = raw[at]?.readBigInt64BE() ?? null;
        const ttl = raw[at + 1]?.readInt32BE() ?? null;
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
