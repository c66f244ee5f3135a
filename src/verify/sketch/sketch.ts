import { type RowHash } from './row-hash.js';
import { parts, placesOf, type SketchShape } from './shape.js';

const hashWords = 4;

/**
 * An order-independent checksum of a set of rows that also tells how two sets differ: an invertible Bloom lookup table
 * (Eppstein, Goodrich, Uyeda, Varghese: What's the Difference? Efficient Set Reconciliation without Prior Context,
 * SIGCOMM 2011). Each row stands in one cell of each part; a cell holds the number of its rows and the XOR of their
 * hashes and keys. XOR alone hides pairs, so the count belongs to it.
 */
export class Sketch {
  readonly counts: Int32Array;
  /** Four words a cell: high and low half of the first hash, then of the second. */
  readonly hashes: Int32Array;
  readonly keys: Uint8Array;
  rows = 0;
  private readonly places = new Int32Array(parts);

  constructor(readonly shape: SketchShape) {
    const cells = shape.cellsPerPart * parts;
    this.counts = new Int32Array(cells);
    this.hashes = new Int32Array(cells * hashWords);
    this.keys = new Uint8Array(cells * shape.keyBytes);
  }

  /** Adds a row, or with sign -1 takes one away. */
  add(hash: RowHash, key: Uint8Array, sign = 1): void {
    const { places, shape } = this;
    placesOf(hash, shape.cellsPerPart, places);
    for (let part = 0; part < parts; part++) this.addTo(places[part]!, hash, key, sign);
    this.rows += sign;
  }

  /** Adds what is summed up already to one cell; `rows` is left to the caller. */
  addTo(cell: number, { first, second }: RowHash, key: Uint8Array, count: number): void {
    const { counts, hashes, keys, shape } = this;
    counts[cell]! += count;
    const at = cell * hashWords;
    hashes[at]! ^= first.high;
    hashes[at + 1]! ^= first.low;
    hashes[at + 2]! ^= second.high;
    hashes[at + 3]! ^= second.low;
    const start = cell * shape.keyBytes;
    const length = Math.min(key.length, shape.keyBytes);
    for (let index = 0; index < length; index++) keys[start + index]! ^= key[index]!;
  }

  /** Adds the rows of another sketch of the same shape, or with sign -1 takes them away. */
  merge(other: Sketch, sign = 1): void {
    for (let i = 0; i < this.counts.length; i++) this.counts[i]! += sign * other.counts[i]!;
    for (let i = 0; i < this.hashes.length; i++) this.hashes[i]! ^= other.hashes[i]!;
    for (let i = 0; i < this.keys.length; i++) this.keys[i]! ^= other.keys[i]!;
    this.rows += sign * other.rows;
  }

  clear(): void {
    this.counts.fill(0);
    this.hashes.fill(0);
    this.keys.fill(0);
    this.rows = 0;
  }

  isClean(cell: number): boolean {
    const { counts, hashes } = this;
    const at = cell * hashWords;
    return (
      counts[cell] === 0 && hashes[at] === 0 && hashes[at + 1] === 0 && hashes[at + 2] === 0 && hashes[at + 3] === 0
    );
  }

  hashOf(cell: number): RowHash {
    const at = cell * hashWords;
    const word = (offset: number) => this.hashes[at + offset]!;
    return { first: { high: word(0), low: word(1) }, second: { high: word(2), low: word(3) } };
  }

  keyOf(cell: number): Buffer {
    const { keyBytes } = this.shape;
    return Buffer.from(this.keys.slice(cell * keyBytes, (cell + 1) * keyBytes));
  }
}
