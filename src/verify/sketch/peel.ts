import { type Cells, parseRecord, recordLength } from '../../tables/canonical/record.js';
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

/**
 * Names the rows by which two sets differ, from their sketches' difference, which is emptied: a cell with one row alone
 * gives it away; taken out of its other cells, it leaves the next ones alone.
 * @returns undefined where there are too many of them, or keys that are too long for the sketch
 */
export function peel(difference: Sketch): LoneRow[] | undefined {
  const found: LoneRow[] = [];
  const { keyBytes } = difference.shape;
  const allPlaces = new Places(difference.shape.cellsPerPart);
  const open: number[] = [];
  for (let cell = 0; cell < difference.cellCount; cell++) if (!difference.isClean(cell)) open.push(cell);
  const mostRows = difference.cellCount;
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    const count = difference.countOf(cell);
    if (count !== 1 && count !== -1) continue;
    const hash = difference.hashOf(cell);
    const places = allPlaces.of(hash);
    // Several rows that look like one: they belong elsewhere.
    if (!places.includes(cell)) continue;
    const words = difference.keyOf(cell);
    const record = Buffer.from(words.buffer);
    const length = recordLength(record);
    if (length === undefined || length > keyBytes) continue;
    if (found.length === mostRows) return undefined;
    const key = record.subarray(0, length);
    found.push({ side: count === 1 ? 'cassandra' : 'postgresql', hash, key: parseRecord(key) });
    difference.add(hash, words, -count);
    for (const place of places) if (!difference.isClean(place)) open.push(place);
  }
  for (let cell = 0; cell < difference.cellCount; cell++) if (!difference.isClean(cell)) return undefined;
  return found;
}
