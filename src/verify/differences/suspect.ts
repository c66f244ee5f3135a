import { isRow, canonicalCells } from '../../rows/raw-rows.js';
import { type Cells } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';

/** The primary key of a row that may differ. */
export interface Suspect {
  /** Canonical. */
  key: Cells;
  /** As Cassandra serialises it; undefined when no column of Cassandra can hold it. */
  raw: Buffer[] | undefined;
  /** The cells outside of the primary key that a scan has seen in Cassandra, where they are still known. */
  seen?: Cells;
  /**
   * Another row of Cassandra has a key that PostgreSQL does not keep apart from this one (1.5 and 1.50): the row that is
   * there is the other's.
   */
  isShadowed?: boolean;
}

/** A suspect that a scan has seen. */
export type SeenRow = Suspect & { raw: Buffer[]; seen: Cells };

/** A row of a page as a suspect, undefined for what is no row; parts of the page's buffer. */
export function suspectIn(table: ComparedTable, raw: Cells): SeenRow | undefined {
  const keyCount = table.keys.length;
  if (!isRow(raw, keyCount)) return undefined;
  const cells = canonicalCells(columnsOf(table), raw);
  return { key: cells.slice(0, keyCount), raw: raw.slice(0, keyCount) as Buffer[], seen: cells.slice(keyCount) };
}

/** A suspect that can be kept: parts of network buffers would keep these whole. */
export function copied({ key, raw, seen }: Suspect): Suspect {
  const copy = (cell: Buffer | null) => cell && Buffer.from(cell);
  return {
    key: key.map(copy),
    raw: raw?.map((cell) => Buffer.from(cell)),
    ...(seen === undefined ? {} : { seen: seen.map(copy) }),
  };
}
