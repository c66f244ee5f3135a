import { changeOfRow, type RowChange } from './row-change.js';
import { type TimedRow } from './timed-rows.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type KnownRow } from './known-rows.js';

/**
 * The change that makes PostgreSQL's row equal to Cassandra's. What Cassandra no longer has dies at the time that
 * PostgreSQL knew for it before Cassandra was read: a write that came meanwhile is newer and lives.
 * @param known what PostgreSQL knew before Cassandra was read
 * @param row what Cassandra has
 * @param readAtUs time before Cassandra was read, in microseconds
 */
export function changeToward(
  table: ReplicatedTable,
  { known, row, readAtUs }: { known: KnownRow | undefined; row: TimedRow | undefined; readAtUs: bigint },
): RowChange | undefined {
  if (row === undefined) return known && disappearance(table, known, readAtUs);
  const change = changeOfRow(table, row, readAtUs);
  if (known === undefined) return change;
  const cellTimes = timesToward(table, { known, readAtUs, writeTimes: row.writeTimes });
  const makesRow = table.cells.some(({ column }, i) => column.kind !== 'static' && change.cells[i] !== null);
  // Cells make a row by themselves: whether it has a marker too is not told. Without cells it has one.
  const marker =
    makesRow || known.markerLive ? { markerTime: null, markerLive: false } : { markerTime: readAtUs, markerLive: true };
  return { ...change, cellTimes, ...marker };
}

function disappearance(table: ReplicatedTable, known: KnownRow, readAtUs: bigint): RowChange {
  return {
    keys: known.keys,
    cells: table.cells.map(() => null),
    cellTimes: timesToward(table, { known, readAtUs, writeTimes: [] }),
    markerTime: known.markerTime,
    markerLive: false,
    ttlSeconds: null,
  };
}

/**
 * The time of each cell. What is read back has that of its reading: all that PostgreSQL knew before had happened in
 * Cassandra by then, also where the clock of its writer is ahead of ours.
 */
function timesToward(
  table: ReplicatedTable,
  { known, readAtUs, writeTimes }: { known: KnownRow; readAtUs: bigint; writeTimes: (bigint | null)[] },
): (bigint | null)[] {
  return table.cells.map((cell, i) => {
    const knownTime = known.cellTimes[i] ?? null;
    if (!cell.readBack) return writeTimes[i] ?? knownTime;
    return knownTime === null || knownTime < readAtUs ? readAtUs : knownTime + 1n;
  });
}
