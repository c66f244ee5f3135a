import { type ColumnName, columnNames } from './bench-table.js';
import { type BenchEvent } from './workload.js';

interface Row {
  markerTs: number;
  deletedTs: number;
  cells: Map<ColumnName, { ts: number; value: unknown }>;
}

/** Rows as JSON texts `[key, …columns]`, sorted. */
export type RowTexts = string[];

/**
 * The rows that Cassandra would hold after these events: each cell's newest write wins, and a delete kills what is
 * older. Two events of one row have the same time only when they are the same event.
 */
export function rowsAfter(events: BenchEvent[]): RowTexts {
  const rows = new Map<string, Row>();
  for (const event of events) {
    const row: Row = rows.get(event.key) ?? { markerTs: 0, deletedTs: 0, cells: new Map() };
    rows.set(event.key, row);
    if (event.op === 'd') row.deletedTs = Math.max(row.deletedTs, event.ts);
    if (event.op === 'i') row.markerTs = Math.max(row.markerTs, event.ts);
    for (const [name, value] of Object.entries(event.cells) as [ColumnName, unknown][]) {
      if (event.ts >= (row.cells.get(name)?.ts ?? 0)) row.cells.set(name, { ts: event.ts, value });
    }
  }
  return [...rows].flatMap(([key, row]) => visible(key, row)).sort();
}

function visible(key: string, { markerTs, deletedTs, cells }: Row): string[] {
  const values = columnNames.map((name) => {
    const cell = cells.get(name);
    return cell === undefined || cell.ts <= deletedTs ? null : cell.value;
  });
  const exists = markerTs > deletedTs || values.some((value) => value !== null);
  return exists ? [JSON.stringify([key, ...values])] : [];
}
