import { type ComparedTable } from '../compared-table.js';
import { type Hash64, hash64Of, IntegerHasher } from './lookup3.js';
import { type RowHash, seeds } from './row-hash.js';

/** Both sides must sketch by the same shape. */
export interface SketchShape {
  /** A power of two. */
  cellsPerPart: number;
  /** Bytes of a primary key, as record_send writes it, that a cell has room for; what is longer is cut off. Whole words. */
  keyBytes: number;
}

/** Each row stands in one cell of each part: the least number by which peeling gets far. */
export const parts = 3;

const fewestCells = 1024;
const mostCells = 32_768;
const rowsPerCell = 64;

/** Room for the text or number in a key whose length is not fixed. */
const variableBytes = 40;
const fixedBytes = new Map([
  [16, 1], [21, 2], [23, 4], [20, 8], [700, 4], [701, 8], [2950, 16], [1082, 4], [1083, 8], [1184, 8], [869, 20],
]); // prettier-ignore

/**
 * A shape for a table of about so many rows. Some 1.3 cells are needed for each row that differs, a changed one counting
 * twice: in a million rows 19,000 changed ones are named without reading Cassandra again, and never more than 38,000.
 * @param rows an estimate; undefined takes the largest shape
 */
export function shapeFor(table: ComparedTable, rows?: number): SketchShape {
  const wanted = rows === undefined ? mostCells : 2 ** Math.ceil(Math.log2(Math.max(1, rows / rowsPerCell)));
  const ofKeys = table.keys.map(({ codec }) => 8 + (fixedBytes.get(codec.oid) ?? variableBytes));
  return {
    cellsPerPart: Math.min(mostCells, Math.max(fewestCells, wanted)),
    keyBytes: Math.ceil(ofKeys.reduce((sum, bytes) => sum + bytes, 4) / 4) * 4,
  };
}

/**
 * Tells the cells of rows. They are hashes of a row's hashes: unlike a part of a hash itself, that of several XORed ones
 * says nothing of the cell that they are in, so that a cell with a single row can be told. `placesSql` does the same.
 */
export class Places {
  private readonly hasher = new IntegerHasher(hash64Of(seeds.place));
  private readonly hash: Hash64 = { high: 0, low: 0 };
  private readonly places = new Int32Array(parts);

  constructor(private readonly cellsPerPart: number) {}

  /** One cell in each part; valid until the next call. */
  of({ first, second }: RowHash): Int32Array {
    const { hasher, hash, places, cellsPerPart } = this;
    const mask = cellsPerPart - 1;
    hasher.hash(first, hash);
    places[0] = hash.low & mask;
    places[1] = cellsPerPart + (hash.high & mask);
    hasher.hash(second, hash);
    places[2] = 2 * cellsPerPart + (hash.low & mask);
    return places;
  }
}

/** SQL of the same from the bigints `first` and `second`. */
export function placesSql(cellsPerPart: number): string[] {
  const mask = cellsPerPart - 1;
  const hash = (column: string) => `hashint8extended(${column}, ${seeds.place})`;
  return [
    `(${hash('first')} & ${mask})::integer`,
    `((${hash('first')} >> 32) & ${mask})::integer + ${cellsPerPart}`,
    `(${hash('second')} & ${mask})::integer + ${2 * cellsPerPart}`,
  ];
}
