import { type Cells, parseRecord, recordLength } from '../../tables/canonical/record.js';
import { bigintOf } from './lookup3.js';
import { type RowHash } from './row-hash.js';
import { Places } from './shape.js';
import { type Sketch } from './sketch.js';

/** A row that only one of two sets has. */
export interface LoneRow {
  /** Cassandra for a row of the set that was subtracted from. */
  side: 'cassandra' | 'postgresql';
  hash: RowHash;
  /** Canonical values of the primary key. */
  key: Cells;
}

/** Each row is taken out once, phantoms a few times. */
const takesPerCell = 2;

/**
 * Names the rows by which two sets differ, from their sketches' difference, which is emptied: a cell with one row alone
 * gives it away; taken out of its other cells, it leaves the next ones alone.
 * @returns undefined where there are too many of them, or keys that are too long for the sketch
 */
export function peel(difference: Sketch): LoneRow[] | undefined {
  const found = new Map<string, LoneRow>();
  const allPlaces = new Places(difference.shape.cellsPerPart);
  const open: number[] = [];
  for (let cell = 0; cell < difference.cellCount; cell++) if (!difference.isClean(cell)) open.push(cell);
  let left = difference.cellCount * takesPerCell;
  // First come, first served: a phantom that two cells hand to each other must not keep the others from their turns.
  for (const cell of open) {
    const count = difference.countOf(cell);
    if (count !== 1 && count !== -1) continue;
    const hash = difference.hashOf(cell);
    const places = allPlaces.of(hash);
    // Several rows that look like one: most of them belong elsewhere…
    if (!places.includes(cell)) continue;
    const words = difference.keyOf(cell);
    const record = Buffer.from(words.buffer);
    const length = recordLength(record);
    if (length === undefined) continue;
    if (left-- === 0) return undefined;
    // …and those that do not come back with the other sign, once the real ones are taken out of their cells.
    const id = `${bigintOf(hash.first)}:${bigintOf(hash.second)}`;
    const side = count === 1 ? 'cassandra' : 'postgresql';
    const before = found.get(id);
    if (before === undefined) found.set(id, { side, hash, key: parseRecord(record.subarray(0, length)) });
    else if (before.side === side) return undefined;
    else found.delete(id);
    difference.add(hash, words, -count);
    for (const place of places) if (!difference.isClean(place)) open.push(place);
  }
  for (let cell = 0; cell < difference.cellCount; cell++) if (!difference.isClean(cell)) return undefined;
  return [...found.values()];
}
