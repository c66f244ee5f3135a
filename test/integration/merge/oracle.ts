import { type CellName, cellNames, type LedgerEvent } from './history.js';

interface Cell {
  ts: number;
  value: number | string | null;
}

interface Row {
  deletedTs: number;
  markerTs: number;
  cells: Map<CellName, Cell>;
}

/** The live rows of a ledger as text, sorted: `account,line,amount,note,rate`. */
export type LedgerRows = string[];

/**
 * What Cassandra would hold after these writes in any order: the rules of org.apache.cassandra.db.rows.Cells and
 * Row.Deletion, written down without any of the project's SQL.
 */
export function ledgerAfter(events: LedgerEvent[]): LedgerRows {
  const rows = new Map<string, Row>();
  const partitions = new Map<number, number>();
  for (const event of events) {
    if (event.line === null) {
      partitions.set(event.account, Math.max(partitions.get(event.account) ?? 0, event.ts));
      continue;
    }
    const key = `${event.account},${event.line}`;
    const row = rows.get(key) ?? { deletedTs: 0, markerTs: 0, cells: new Map<CellName, Cell>() };
    rows.set(key, row);
    if (event.op === 'd') row.deletedTs = Math.max(row.deletedTs, event.ts);
    if (event.op === 'i') row.markerTs = Math.max(row.markerTs, event.ts);
    for (const [name, value] of Object.entries(event.cells) as [CellName, Cell['value']][]) {
      const candidate = { ts: event.ts, value };
      const before = row.cells.get(name);
      if (before === undefined || wins(name, candidate, before)) row.cells.set(name, candidate);
    }
  }
  return [...rows].flatMap(([key, row]) => visible(key, row, partitions)).sort();
}

function visible(key: string, row: Row, partitions: Map<number, number>): string[] {
  const deletedTs = Math.max(row.deletedTs, partitions.get(Number(key.split(',')[0])) ?? 0);
  const values = cellNames.map((name) => {
    const cell = row.cells.get(name);
    return cell === undefined || cell.ts <= deletedTs ? null : cell.value;
  });
  const exists = row.markerTs > deletedTs || values.some((value) => value !== null);
  return exists ? [[key, ...values.map(show)].join(',')] : [];
}

function wins(name: CellName, candidate: Cell, before: Cell): boolean {
  if (candidate.ts !== before.ts) return candidate.ts > before.ts;
  if (candidate.value === null || before.value === null) return candidate.value === null;
  return Buffer.compare(serialised(name, candidate.value), serialised(name, before.value)) > 0;
}

function serialised(name: CellName, value: number | string): Buffer {
  if (name === 'note') return Buffer.from(String(value), 'utf8');
  const bytes = Buffer.alloc(name === 'amount' ? 4 : 8);
  if (name === 'amount') bytes.writeInt32BE(Number(value));
  else bytes.writeDoubleBE(Number(value));
  return bytes;
}

/** -0 and 0 differ, and so do NULL and the empty text. */
export function show(value: number | string | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value);
}
