import { type CanonicalCodec } from '../../tables/canonical/codec.js';
import { type BothSides, tokenOf } from '../both-sides.js';
import { type ColumnDifference, type Difference } from '../report.js';
import { type RowPair } from './looks.js';

/** A difference as people read it, before its cause is known. */
export function describeDifference(sides: BothSides, pair: RowPair): Difference {
  const { suspect, cassandra, postgresql } = pair;
  const { keys, cells } = sides.table;
  return {
    kind: postgresql === undefined ? 'missing' : cassandra === undefined ? 'extra' : 'changed',
    key: Object.fromEntries(keys.map(({ name, codec }, i) => [name, textOf(codec, suspect.key[i]) ?? ''])),
    token: suspect.raw === undefined ? null : String(tokenOf(sides, suspect.raw)),
    columns: pair.differing.map((index): ColumnDifference => {
      const { name, codec } = cells[index]!;
      return {
        name,
        cassandra: textOf(codec, cassandra?.cells[index]),
        postgresql: textOf(codec, postgresql?.[keys.length + index]),
      };
    }),
    cause: 'unknown',
    mend: null,
    repair: null,
  };
}

function textOf(codec: CanonicalCodec, cell: Buffer | null | undefined): string | null {
  return cell === null || cell === undefined ? null : codec.text(cell);
}
