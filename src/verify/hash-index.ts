import { type Hash64 } from './lookup3.js';
import { type RowHashes } from './row-hash.js';

const free = 0;
const held = 1;
const marked = 2;

/** A hash table from the hash of a key to the hash of its row in some 17 to 34 bytes a row, with a mark on each. */
export class HashIndex {
  private size = 0;
  private slots: Slots;

  constructor(expectedRows: number) {
    this.slots = new Slots(2 ** Math.ceil(Math.log2(Math.max(16, expectedRows * 1.5))));
  }

  set({ key, row }: RowHashes): void {
    if (this.size * 4 > this.slots.length * 3) this.grow();
    const slot = this.slots.find(key);
    if (this.slots.states[slot] === free) this.size++;
    this.slots.put(slot, { key, row }, held);
  }

  /** The state of a row: not there, there with the same or another content, or marked before. */
  look({ key, row }: RowHashes): 'absent' | 'same' | 'other' | 'marked' {
    const slot = this.slots.find(key);
    const state = this.slots.states[slot];
    if (state === free) return 'absent';
    if (state === marked) return 'marked';
    return this.slots.rowHigh[slot] === row.high && this.slots.rowLow[slot] === row.low ? 'same' : 'other';
  }

  /** Marks a key, which is added when it is not there. */
  mark(hashes: RowHashes): void {
    if (this.look(hashes) === 'absent') this.set(hashes);
    this.slots.states[this.slots.find(hashes.key)] = marked;
  }

  *unmarkedKeys(): Generator<Hash64> {
    for (let slot = 0; slot < this.slots.length; slot++) {
      if (this.slots.states[slot] === held) yield { high: this.slots.keyHigh[slot]!, low: this.slots.keyLow[slot]! };
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Slots(old.length * 2);
    for (let slot = 0; slot < old.length; slot++) {
      if (old.states[slot] === free) continue;
      const key = { high: old.keyHigh[slot]!, low: old.keyLow[slot]! };
      const row = { high: old.rowHigh[slot]!, low: old.rowLow[slot]! };
      this.slots.put(this.slots.find(key), { key, row }, old.states[slot]!);
    }
  }
}

/** Open addressing with linear probing; the length is a power of two. */
class Slots {
  readonly states: Uint8Array;
  readonly keyHigh: Int32Array;
  readonly keyLow: Int32Array;
  readonly rowHigh: Int32Array;
  readonly rowLow: Int32Array;

  constructor(readonly length: number) {
    this.states = new Uint8Array(length);
    this.keyHigh = new Int32Array(length);
    this.keyLow = new Int32Array(length);
    this.rowHigh = new Int32Array(length);
    this.rowLow = new Int32Array(length);
  }

  /** The slot of the key, or the free one where it belongs. The low bits are alike in one bucket: the high ones spread. */
  find(key: Hash64): number {
    let slot = (key.high ^ (key.low >>> 16)) & (this.length - 1);
    while (this.states[slot] !== free && (this.keyHigh[slot] !== key.high || this.keyLow[slot] !== key.low)) {
      slot = (slot + 1) & (this.length - 1);
    }
    return slot;
  }

  put(slot: number, { key, row }: RowHashes, state: number): void {
    this.states[slot] = state;
    this.keyHigh[slot] = key.high;
    this.keyLow[slot] = key.low;
    this.rowHigh[slot] = row.high;
    this.rowLow[slot] = row.low;
  }
}
