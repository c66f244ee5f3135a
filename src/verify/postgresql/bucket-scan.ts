import { type Client } from 'pg';
import { bucketCount, Buckets } from '../buckets.js';
import { type ComparedTable } from '../compared-table.js';
import { hash64Of } from '../lookup3.js';
import { hashedRows } from './row-sql.js';
import { streamRows } from './stream.js';

interface BucketRow {
  bucket: number;
  rows: string;
  key_hashes: string;
  row_hashes: string;
}

/** Has PostgreSQL fold the view into buckets; only these cross the network. */
export async function scanBuckets(client: Client, table: ComparedTable, signal: AbortSignal): Promise<Buckets> {
  const buckets = new Buckets();
  const text = `SELECT (key_hash & ${bucketCount - 1})::integer AS bucket, count(*) AS rows,
  bit_xor(key_hash) AS key_hashes, bit_xor(row_hash) AS row_hashes
FROM (${hashedRows(table)}) AS hashes GROUP BY 1`;
  await streamRows<BucketRow>(client, { text, signal }, ({ bucket, rows, key_hashes, row_hashes }) =>
    buckets.addTotals(bucket, {
      count: Number(rows),
      key: hash64Of(BigInt(key_hashes)),
      row: hash64Of(BigInt(row_hashes)),
    }),
  );
  return buckets;
}
