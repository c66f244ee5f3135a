import { readInt32, writeBytes, writeInt32 } from '../../tables/canonical/raw-writer.js';
import { type Cells, RecordWriter } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';
import { type Hash64, hash64Of, hashBytes, hashWords } from './lookup3.js';

/** Any constants but zero; both sides use them. */
export const seeds = {
  first: 0x5eed_cdcc_7100_2024n,
  second: 0x1b87_3593_cc9e_2d51n,
  /** Of the place that a row has in a sketch. */
  place: 0x2545_f491_4f6c_dd1dn,
};

const [firstSeed, secondSeed] = [hash64Of(seeds.first), hash64Of(seeds.second)];

/**
 * 128 bits that identify a row with all its compared columns: two hashes by independent seeds, as
 * `hash_record_extended(row(record_send(row(…))), seed)` gives them in PostgreSQL. No match for an adversary, who knows
 * the seeds; by accident a changed row goes unseen with a probability of 2^-128.
 */
export interface RowHash {
  first: Hash64;
  second: Hash64;
}

/** Hashes rows whose cells are canonical. */
export class RowHasher {
  private readonly keyWriter: RecordWriter;
  private readonly rowWriter: RecordWriter;
  private readonly result = emptyHash();

  constructor(table: ComparedTable) {
    this.keyWriter = new RecordWriter(table.keys.map(({ codec }) => codec.oid));
    this.rowWriter = new RecordWriter(columnsOf(table).map(({ codec }) => codec.oid));
  }

  /** The result is valid until the next call. */
  hash(cells: Cells): RowHash {
    const length = this.rowWriter.write(cells);
    hashBytes(this.rowWriter.bytes, length, firstSeed, this.result.first);
    hashBytes(this.rowWriter.bytes, length, secondSeed, this.result.second);
    return this.result;
  }

  /** A hash of the primary key as Cassandra serialises it. */
  hashRaw(key: Buffer[]): RowHash {
    const bytes = Buffer.concat(key.flatMap((part) => [Buffer.of(part.length >>> 8, part.length), part]));
    const hash = emptyHash();
    hashBytes(bytes, bytes.length, firstSeed, hash.first);
    hashBytes(bytes, bytes.length, secondSeed, hash.second);
    return hash;
  }

  /** The hash of the primary key alone, by the first seed; `cells` begin with it. */
  hashKey(cells: Cells, result: Hash64): Hash64 {
    hashBytes(this.keyWriter.bytes, this.keyWriter.write(cells), firstSeed, result);
    return result;
  }
}

/** Room for what is written of a cell: headers, and digits that take more than the bytes that they come from. */
const extraBytes = 64;
const timesLonger = 4;

/**
 * Hashes rows as they stand on Cassandra's wire, making nothing for any of them: a million rows take less time than
 * reading them.
 */
export class WireHasher {
  readonly hash = emptyHash();
  /** The primary key as record_send writes it, filled up with zeros or cut off; little-endian words. */
  readonly key: Int32Array;
  /** False for a partition that has static columns but no row. */
  isRow = false;
  private readonly columns;
  private readonly keyBytes: Buffer;
  private bytes = Buffer.alloc(0);
  private words = new Int32Array(0);

  constructor(table: ComparedTable, keyBytes: number) {
    const keyCount = table.keys.length;
    this.columns = columnsOf(table).map(({ codec }, index) => ({
      codec,
      isKey: index < keyCount,
      isLastKey: index === keyCount - 1,
    }));
    this.key = new Int32Array(keyBytes / 4);
    this.keyBytes = Buffer.from(this.key.buffer);
    writeInt32(this.keyBytes, keyCount, 0);
  }

  /**
   * Takes the row that begins at `at`: each cell behind its length in 32 bits. `hash`, `key` and `isRow` are valid until
   * the next call.
   * @returns where the next row begins
   */
  take(body: Buffer, start: number): number {
    let from = start;
    let to = 4;
    let keyEnd = 4;
    this.isRow = true;
    for (const { codec, isKey, isLastKey } of this.columns) {
      const length = readInt32(body, from);
      from += 4;
      this.reserve(to, Math.max(0, length));
      let end = -1;
      if (length >= 0) {
        if (codec.write === undefined) {
          const cell = codec.fromCassandra(body.subarray(from, from + length));
          if (cell !== null) {
            this.reserve(to, cell.length);
            end = writeBytes(cell, this.bytes, to + 8);
          }
        } else end = codec.write(body, from, from + length, this.bytes, to + 8);
        from += length;
      }
      writeInt32(this.bytes, codec.oid, to);
      writeInt32(this.bytes, end < 0 ? -1 : end - to - 8, to + 4);
      to = end < 0 ? to + 8 : end;
      if (isKey && length < 0) this.isRow = false;
      if (isLastKey) keyEnd = to;
    }
    writeInt32(this.bytes, this.columns.length, 0);
    hashWords(this.words, this.bytes, to, firstSeed, this.hash.first);
    hashWords(this.words, this.bytes, to, secondSeed, this.hash.second);
    this.copyKey(keyEnd);
    return from;
  }

  /** The record of the key is the beginning of the row's, but for the number of columns. */
  private copyKey(end: number): void {
    const { bytes, keyBytes } = this;
    const last = Math.min(end, keyBytes.length);
    for (let at = 4; at < last; at++) keyBytes[at] = bytes[at]!;
    for (let at = last; at < keyBytes.length; at++) keyBytes[at] = 0;
  }

  private reserve(used: number, cellBytes: number): void {
    const needed = used + cellBytes * timesLonger + extraBytes;
    if (needed <= this.bytes.length) return;
    const words = new Int32Array(needed);
    const bytes = Buffer.from(words.buffer);
    this.bytes.copy(bytes, 0, 0, used);
    this.words = words;
    this.bytes = bytes;
  }
}

function emptyHash(): RowHash {
  return { first: { high: 0, low: 0 }, second: { high: 0, low: 0 } };
}
