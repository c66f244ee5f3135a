import { type Client } from 'pg';
import { type Cells, parseRecord } from '../../tables/canonical/record.js';
import { type ComparedTable } from '../compared-table.js';
import { type Hash64 } from '../sketch/lookup3.js';
import { type RowHash } from '../sketch/row-hash.js';
import { hashAt } from './binary.js';
import { hashesInCellsSql, keysByHashSql } from './row-sql.js';
import { streamRows } from './stream.js';

/** Some of the rows: those in certain cells of the first part of a sketch, of which every `count`th by its key's hash. */
export interface Portion {
  cells: number[];
  cellsPerPart: number;
  index: number;
  count: number;
}

/** Hands over the hashes of every row of a portion, those of its key first. */
export async function streamHashes(
  client: Client,
  { table, portion, signal }: { table: ComparedTable; portion: Portion; signal: AbortSignal },
  onRow: (key: Hash64, row: RowHash) => void,
): Promise<void> {
  const values = [bitmapOf(portion), portion.count, portion.index];
  const query = hashesInCellsSql(table, portion.cellsPerPart);
  await streamRows(
    client,
    { query, columns: ['key_hash', 'first', 'second'], values, signal },
    ([key, first, second]) => onRow(hashAt(key!), { first: hashAt(first!), second: hashAt(second!) }),
  );
}

/** Whether a key's hash is in the portion; the client's side of `hashesInCellsSql`. */
export function isInPortion({ high, low }: Hash64, { index, count }: Portion): boolean {
  return count === 1 || ((high ^ low) >>> 0) % count === index;
}

/** Reads the primary keys, in canonical form, that have the given hashes. */
export async function readKeysByHash(
  client: Client,
  { table, hashes, signal }: { table: ComparedTable; hashes: bigint[]; signal: AbortSignal },
): Promise<Cells[]> {
  const keys: Cells[] = [];
  const values = [hashes.map(String)];
  await streamRows(client, { query: keysByHashSql(table), columns: ['key'], values, signal }, ([key]) =>
    keys.push(parseRecord(key!)),
  );
  return keys;
}

/** get_bit counts from the least significant bit of the first byte. */
function bitmapOf({ cells, cellsPerPart }: Portion): Buffer {
  const bits = Buffer.alloc(cellsPerPart / 8);
  for (const cell of cells) bits[cell >> 3]! |= 1 << (cell & 7);
  return bits;
}
