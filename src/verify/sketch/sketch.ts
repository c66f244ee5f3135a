import { type RowHash } from './row-hash.js';
import { parts, Places, type SketchShape } from './shape.js';

/** Words of a cell before those of the key: the number of rows, then high and low half of both hashes. */
const headWords = 5;

/**
 * An order-independent checksum of a set of rows that also tells how two sets differ: an invertible Bloom lookup table
 * (Eppstein, Goodrich, Uyeda, Varghese: What's the Difference? Efficient Set Reconciliation without Prior Context,
 * SIGCOMM 2011). Each row stands in one cell of each part; a cell holds the number of its rows and the XOR of their
 * hashes and keys. XOR alone hides pairs, so the count belongs to it.
 */
export class Sketch {
  readonly words: Int32Array;
  readonly cellCount: number;
  rows = 0;
  private readonly wordsPerCell: number;
  private readonly places: Places;

  constructor(readonly shape: SketchShape) {
    this.places = new Places(shape.cellsPerPart);
    this.cellCount = shape.cellsPerPart * parts;
    this.wordsPerCell = headWords + shape.keyBytes / 4;
    this.words = new Int32Array(this.cellCount * this.wordsPerCell);
  }

  /** Adds a row, or with sign -1 takes one away; `key` as a cell holds it. */
  add(hash: RowHash, key: Int32Array, sign = 1): void {
    const places = this.places.of(hash);
    for (let part = 0; part < parts; part++) this.addTo(places[part]!, hash, key, sign);
    this.rows += sign;
  }

  /** Adds what is summed up already to one cell; `rows` is left to the caller. */
  addTo(cell: number, { first, second }: RowHash, key: Int32Array, count: number): void {
    const { words } = this;
    let at = cell * this.wordsPerCell;
    words[at++]! += count;
    words[at++]! ^= first.high;
    words[at++]! ^= first.low;
    words[at++]! ^= second.high;
    words[at++]! ^= second.low;
    for (let index = 0; index < key.length; index++) words[at++]! ^= key[index]!;
  }

  /** Adds the rows of another sketch of the same shape, or with sign -1 takes them away. */
  merge(other: Sketch, sign = 1): void {
    const { words, wordsPerCell } = this;
    for (let start = 0; start < words.length; start += wordsPerCell) {
      words[start]! += sign * other.words[start]!;
      for (let at = start + 1; at < start + wordsPerCell; at++) words[at]! ^= other.words[at]!;
    }
    this.rows += sign * other.rows;
  }

  clear(): void {
    this.words.fill(0);
    this.rows = 0;
  }

  countOf(cell: number): number {
    return this.words[cell * this.wordsPerCell]!;
  }

  /** Whether a cell has no rows; in a difference, whether both sides have the same ones in it. */
  isClean(cell: number): boolean {
    const { words, wordsPerCell } = this;
    for (let at = cell * wordsPerCell; at < cell * wordsPerCell + headWords; at++) if (words[at] !== 0) return false;
    return true;
  }

  hashOf(cell: number): RowHash {
    const word = (offset: number) => this.words[cell * this.wordsPerCell + offset]!;
    return { first: { high: word(1), low: word(2) }, second: { high: word(3), low: word(4) } };
  }

  keyOf(cell: number): Int32Array {
    const start = cell * this.wordsPerCell;
    return this.words.slice(start + headWords, start + this.wordsPerCell);
  }
}

/** A key as record_send writes it → as a cell holds it: cut off or filled up with zeros. */
export function keyWords(record: Uint8Array, { keyBytes }: SketchShape): Int32Array {
  const words = new Int32Array(keyBytes / 4);
  new Uint8Array(words.buffer).set(record.subarray(0, keyBytes));
  return words;
}
