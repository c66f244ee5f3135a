import { type Hash64 } from '../sketch/lookup3.js';
import { type RowHash } from '../sketch/row-hash.js';

const free = 0;
const held = 1;
const marked = 2;
const wordsPerSlot = 6;

/** A hash table from the hash of a key to the hash of its row in some 33 to 67 bytes a row, with a mark on each. */
export class HashIndex {
  private size = 0;
  private slots: Slots;

  constructor(expectedRows: number) {
    this.slots = new Slots(2 ** Math.ceil(Math.log2(Math.max(16, expectedRows * 1.5))));
  }

  set(key: Hash64, row: RowHash): void {
    if (this.size * 4 > this.slots.length * 3) this.grow();
    const slot = this.slots.find(key);
    if (this.slots.states[slot] === free) this.size++;
    this.slots.put(slot, { key, row }, held);
  }

  /** The state of a row: not there, there with the same or another content, or marked before. */
  look(key: Hash64, row: RowHash): 'absent' | 'same' | 'other' | 'marked' {
    const slot = this.slots.find(key);
    const state = this.slots.states[slot];
    if (state === free) return 'absent';
    if (state === marked) return 'marked';
    return this.slots.holds(slot, row) ? 'same' : 'other';
  }

  /** Marks a key as that of a row, which is told by another hash; it is added when it is not there. */
  mark(key: Hash64, by: RowHash): void {
    if (this.look(key, by) === 'absent') this.set(key, by);
    this.slots.put(this.slots.find(key), { key, row: by }, marked);
  }

  /** Whether a marked key was marked by this row. */
  isMarkedBy(key: Hash64, by: RowHash): boolean {
    return this.slots.holds(this.slots.find(key), by);
  }

  *unmarkedKeys(): Generator<Hash64> {
    for (let slot = 0; slot < this.slots.length; slot++) {
      if (this.slots.states[slot] === held) yield this.slots.key(slot);
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Slots(old.length * 2);
    for (let slot = 0; slot < old.length; slot++) {
      if (old.states[slot] === free) continue;
      const key = old.key(slot);
      this.slots.put(this.slots.find(key), { key, row: old.row(slot) }, old.states[slot]!);
    }
  }
}

/** Open addressing with linear probing; the length is a power of two. */
class Slots {
  readonly states: Uint8Array;
  /** Of each slot: key, first and second hash of the row, each as high and low half. */
  private readonly words: Int32Array;

  constructor(readonly length: number) {
    this.states = new Uint8Array(length);
    this.words = new Int32Array(length * wordsPerSlot);
  }

  /** The slot of the key, or the free one where it belongs. */
  find({ high, low }: Hash64): number {
    const { states, words, length } = this;
    let slot = (high ^ low) & (length - 1);
    while (states[slot] !== free && (words[slot * wordsPerSlot] !== high || words[slot * wordsPerSlot + 1] !== low)) {
      slot = (slot + 1) & (length - 1);
    }
    return slot;
  }

  holds(slot: number, { first, second }: RowHash): boolean {
    const at = slot * wordsPerSlot;
    const [a, b, c, d] = this.words.subarray(at + 2, at + 6);
    return a === first.high && b === first.low && c === second.high && d === second.low;
  }

  put(slot: number, { key, row }: { key: Hash64; row: RowHash }, state: number): void {
    this.states[slot] = state;
    const { first, second } = row;
    this.words.set([key.high, key.low, first.high, first.low, second.high, second.low], slot * wordsPerSlot);
  }

  key(slot: number): Hash64 {
    const at = slot * wordsPerSlot;
    return { high: this.words[at]!, low: this.words[at + 1]! };
  }

  row(slot: number): RowHash {
    const [a, b, c, d] = this.words.subarray(slot * wordsPerSlot + 2, slot * wordsPerSlot + 6) as unknown as number[];
    return { first: { high: a!, low: b! }, second: { high: c!, low: d! } };
  }
}
