import { type Client } from 'pg';
import { type Cells, parseRecord } from '../../tables/canonical/record.js';
import { bucketCount } from '../buckets.js';
import { type ComparedTable } from '../compared-table.js';
import { hash64Of } from '../lookup3.js';
import { type RowHashes } from '../row-hash.js';
import { keysByHash, selectedHashes } from './row-sql.js';
import { streamRows } from './stream.js';

export interface HashesOptions {
  table: ComparedTable;
  buckets: number[];
  signal: AbortSignal;
}

/** Hands over the hashes of every row in the given buckets. */
export async function streamHashes(
  client: Client,
  { table, buckets, signal }: HashesOptions,
  onRow: (hashes: RowHashes) => void,
): Promise<void> {
  const text = selectedHashes(table, (keyHash) => `get_bit($1::bytea, ${keyHash} & ${bucketCount - 1}) = 1`);
  await streamRows<{ key_hash: string; row_hash: string }>(
    client,
    { text, values: [bitmapOf(buckets)], signal },
    ({ key_hash, row_hash }) => onRow({ key: hash64Of(BigInt(key_hash)), row: hash64Of(BigInt(row_hash)) }),
  );
}

/** Reads the primary keys, in canonical form, that have the given hashes. */
export async function readKeysByHash(
  client: Client,
  { table, hashes, signal }: { table: ComparedTable; hashes: bigint[]; signal: AbortSignal },
): Promise<Cells[]> {
  const keys: Cells[] = [];
  const query = { text: keysByHash(table), values: [hashes.map(String)], signal };
  await streamRows<{ key: Buffer }>(client, query, ({ key }) => keys.push(parseRecord(key)));
  return keys;
}

/** get_bit counts from the least significant bit of the first byte. */
function bitmapOf(buckets: number[]): Buffer {
  const bits = Buffer.alloc(bucketCount / 8);
  for (const bucket of buckets) bits[bucket >> 3]! |= 1 << (bucket & 7);
  return bits;
}
