import { quoteCql } from '../clients/cassandra.js';
import { rawAlias } from '../clients/cassandra-raw-pages.js';
import { type CanonicalCodec } from '../tables/canonical/codec.js';
import { type Cells } from '../tables/canonical/record.js';

/** CQL: what to select so that the cells come as Cassandra serialises them. `expressions` as in a SELECT clause. */
export function rawSelection([first, ...others]: string[]): string {
  return [`${first} AS "${rawAlias}"`, ...others].join(', ');
}

/** CQL of columns by their names. */
export function columnExpressions(columns: { name: string }[]): string[] {
  return columns.map(({ name }) => quoteCql(name));
}

/** False for a partition that has static columns but no row: its clustering key is null. */
export function isRow(raw: Cells, keyCount: number): boolean {
  for (let index = 0; index < keyCount; index++) if (raw[index] === null) return false;
  return true;
}

/** Raw cells → canonical ones, as many as there are columns. */
export function canonicalCells(columns: { codec: CanonicalCodec }[], raw: Cells): Cells {
  const cells: Cells = new Array<Buffer | null>(columns.length);
  for (let index = 0; index < columns.length; index++) {
    const cell = raw[index] ?? null;
    cells[index] = cell === null ? null : columns[index]!.codec.fromCassandra(cell);
  }
  return cells;
}
