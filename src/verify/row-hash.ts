import { type Cells, RecordWriter } from '../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from './compared-table.js';
import { type Hash64, hash64Of, hashBytes } from './lookup3.js';

/** Any constant but zero; both sides use it. */
export const seed = 0x5eed_cdcc_7100_2024n;

/** The hashes of a row: of its primary key, and of all its columns. */
export interface RowHashes {
  key: Hash64;
  row: Hash64;
}

/**
 * Hashes rows as `hash_record_extended(row(record_send(row(…))), seed)` does in PostgreSQL. 64 bits are no match for an
 * adversary, but enough for accidents: a changed row goes unseen with a probability of 2^-64.
 */
export class RowHasher {
  private readonly keyWriter: RecordWriter;
  private readonly rowWriter: RecordWriter;
  private readonly seed = hash64Of(seed);
  private readonly hashes: RowHashes = { key: { high: 0, low: 0 }, row: { high: 0, low: 0 } };

  constructor(table: ComparedTable) {
    this.keyWriter = new RecordWriter(table.keys.map(({ codec }) => codec.oid));
    this.rowWriter = new RecordWriter(columnsOf(table).map(({ codec }) => codec.oid));
  }

  /** The result is valid until the next call. */
  hash(cells: Cells): RowHashes {
    this.hashRecord(this.keyWriter, cells, this.hashes.key);
    this.hashRecord(this.rowWriter, cells, this.hashes.row);
    return this.hashes;
  }

  private hashRecord(writer: RecordWriter, cells: Cells, result: Hash64): void {
    const length = writer.write(cells);
    hashBytes(writer.bytes, length, this.seed, result);
  }
}
