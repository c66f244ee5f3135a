import { type Cells, RecordWriter } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';
import { type Hash64, hash64Of, hashBytes } from './lookup3.js';

/** Any constants but zero; both sides use them. */
export const seeds = {
  first: 0x5eed_cdcc_7100_2024n,
  second: 0x1b87_3593_cc9e_2d51n,
  /** Of the place that a row has in a sketch. */
  place: 0x2545_f491_4f6c_dd1dn,
};

/** 128 bits that identify a row with all its compared columns: two hashes by independent seeds. */
export interface RowHash {
  first: Hash64;
  second: Hash64;
}

/**
 * Hashes rows as `hash_record_extended(row(record_send(row(…))), seed)` does in PostgreSQL. No match for an adversary,
 * who knows the seeds; by accident a changed row goes unseen with a probability of 2^-128.
 */
export class RowHasher {
  private readonly keyWriter: RecordWriter;
  private readonly rowWriter: RecordWriter;
  private readonly first = hash64Of(seeds.first);
  private readonly second = hash64Of(seeds.second);
  private readonly result: RowHash = { first: { high: 0, low: 0 }, second: { high: 0, low: 0 } };

  constructor(table: ComparedTable) {
    this.keyWriter = new RecordWriter(table.keys.map(({ codec }) => codec.oid));
    this.rowWriter = new RecordWriter(columnsOf(table).map(({ codec }) => codec.oid));
  }

  /** The result is valid until the next call. */
  hash(cells: Cells): RowHash {
    const length = this.rowWriter.write(cells);
    hashBytes(this.rowWriter.bytes, length, this.first, this.result.first);
    hashBytes(this.rowWriter.bytes, length, this.second, this.result.second);
    return this.result;
  }

  /** The hash of the primary key alone, by the first seed; `cells` begin with it. */
  hashKey(cells: Cells, result: Hash64): Hash64 {
    hashBytes(this.keyWriter.bytes, this.keyWriter.write(cells), this.first, result);
    return result;
  }

  /** The primary key as record_send writes it; `cells` begin with it. Valid until the next call. */
  keyRecord(cells: Cells): Buffer {
    const length = this.keyWriter.write(cells);
    return this.keyWriter.bytes.subarray(0, length);
  }
}
