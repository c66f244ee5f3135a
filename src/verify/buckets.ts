import { type RowHashes } from './row-hash.js';

/** Buckets for a table of any size: 1.3 MB on each side, and some 15 rows in each bucket of a million rows. */
export const bucketCount = 65_536;

/**
 * Order-independent checksums of a set of rows. A row belongs to the bucket that the low bits of its key's hash name;
 * a bucket holds the number of its rows and the XOR of their hashes. XOR alone hides pairs, so the count belongs to it.
 */
export class Buckets {
  readonly counts = new Uint32Array(bucketCount);
  private readonly keyHigh = new Int32Array(bucketCount);
  private readonly keyLow = new Int32Array(bucketCount);
  private readonly rowHigh = new Int32Array(bucketCount);
  private readonly rowLow = new Int32Array(bucketCount);
  rows = 0;

  add({ key, row }: RowHashes): void {
    const bucket = bucketOf(key);
    this.counts[bucket]! += 1;
    this.rows += 1;
    this.mix(bucket, { key, row });
  }

  /** Adds rows of one bucket whose hashes are XORed already. */
  addTotals(bucket: number, totals: RowHashes & { count: number }): void {
    this.counts[bucket]! += totals.count;
    this.rows += totals.count;
    this.mix(bucket, totals);
  }

  merge(other: Buckets): void {
    const key = { high: 0, low: 0 };
    const row = { high: 0, low: 0 };
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      if (other.counts[bucket] === 0) continue;
      key.high = other.keyHigh[bucket]!;
      key.low = other.keyLow[bucket]!;
      row.high = other.rowHigh[bucket]!;
      row.low = other.rowLow[bucket]!;
      this.counts[bucket]! += other.counts[bucket]!;
      this.mix(bucket, { key, row });
    }
    this.rows += other.rows;
  }

  /** The buckets that do not hold the same rows as those of the other side. */
  differing(other: Buckets): number[] {
    const dirty: number[] = [];
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      if (!this.sameIn(bucket, other)) dirty.push(bucket);
    }
    return dirty;
  }

  private mix(bucket: number, { key, row }: RowHashes): void {
    this.keyHigh[bucket]! ^= key.high;
    this.keyLow[bucket]! ^= key.low;
    this.rowHigh[bucket]! ^= row.high;
    this.rowLow[bucket]! ^= row.low;
  }

  private sameIn(bucket: number, other: Buckets): boolean {
    return (
      this.counts[bucket] === other.counts[bucket] &&
      this.keyHigh[bucket] === other.keyHigh[bucket] &&
      this.keyLow[bucket] === other.keyLow[bucket] &&
      this.rowHigh[bucket] === other.rowHigh[bucket] &&
      this.rowLow[bucket] === other.rowLow[bucket]
    );
  }
}

export function bucketOf(key: { low: number }): number {
  return key.low & (bucketCount - 1);
}
