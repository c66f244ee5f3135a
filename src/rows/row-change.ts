import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type TimedRow } from './timed-rows.js';

/** What the merge function takes: canonical values with their write times in microseconds, null for "not touched". */
export interface RowChange {
  keys: Cells;
  cells: Cells;
  cellTimes: (bigint | null)[];
  markerTime: bigint | null;
  markerLive: boolean;
  /** Seconds until a cell expires and the row has to be read back. */
  ttlSeconds: number | null;
}

/**
 * A row that was read, as a change. A value that the log does not carry whole counts as written when it was read: the
 * newest reading wins. CQL does not tell the time of the row marker: an INSERT writes it with its cells, and a row
 * without cells was there when it was read.
 * @param readAtUs time before the row was read, in microseconds
 */
export function changeOfRow(table: ReplicatedTable, row: TimedRow, readAtUs: bigint): RowChange {
  const newest = row.writeTimes.reduce(
    (max, time) => (time !== null && (max === null || time > max) ? time : max),
    null,
  );
  return {
    keys: row.keys,
    cells: row.cells,
    cellTimes: table.cells.map((cell, i) => (cell.readBack ? readAtUs : (row.writeTimes[i] ?? null))),
    markerTime: newest ?? readAtUs,
    markerLive: true,
    ttlSeconds: row.ttlSeconds,
  };
}
