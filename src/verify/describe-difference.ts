import { type CanonicalCodec } from '../tables/canonical/codec.js';
import { columnsOf, type ComparedTable } from './compared-table.js';
import { type RowPair } from './looks.js';
import { type ColumnDifference, type Difference } from './report.js';

/** A difference as people read it. */
export function describeDifference(table: ComparedTable, pair: RowPair): Difference {
  const { key, cassandra, postgresql } = pair;
  return {
    kind: postgresql === undefined ? 'missing' : cassandra === undefined ? 'extra' : 'changed',
    key: Object.fromEntries(table.keys.map(({ name, codec }, i) => [name, textOf(codec, key[i]) ?? ''])),
    columns: columnsOf(table).flatMap(({ name, codec }, i): ColumnDifference[] => {
      const values = { cassandra: cassandra?.[i] ?? null, postgresql: postgresql?.[i] ?? null };
      const isKey = i < table.keys.length;
      if (isKey || sameBytes(values.cassandra, values.postgresql)) return [];
      return [{ name, cassandra: textOf(codec, values.cassandra), postgresql: textOf(codec, values.postgresql) }];
    }),
    cause: 'unknown',
  };
}

function textOf(codec: CanonicalCodec, cell: Buffer | null | undefined): string | null {
  return cell === null || cell === undefined ? null : codec.text(cell);
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
