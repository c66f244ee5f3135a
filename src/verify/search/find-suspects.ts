import { type Cells } from '../../tables/canonical/record.js';
import { type TokenRange } from '../../tables/token-ranges.js';
import { type BothSides } from '../both-sides.js';
import { scanTable, type Throttle } from '../cassandra/scan.js';
import { hasExactKeys, rawKey } from '../compared-table.js';
import { copied, type Suspect, suspectIn } from '../differences/suspect.js';
import { isInPortion, type Portion, readKeysByHash, streamHashes } from '../postgresql/read-by-hash.js';
import { type UnreadRange } from '../report.js';
import { bigintOf } from '../sketch/lookup3.js';
import { RowHasher } from '../sketch/row-hash.js';
import { Places } from '../sketch/shape.js';
import { HashIndex } from './hash-index.js';

export interface SearchOptions {
  sides: BothSides;
  ranges: TokenRange[];
  throttle?: Throttle | undefined;
  /** Cells of the first part of the sketches in which the sides differ. */
  cells: number[];
  cellsPerPart: number;
  /** How many rows PostgreSQL has in these cells. */
  rows: number;
  /** Whether a row that only PostgreSQL has belongs to what is compared; by its key as Cassandra serialises it. */
  isInScope: (raw: Buffer[] | undefined) => boolean;
  found: (suspects: Suspect[]) => Promise<void>;
  onUnread: (range: UnreadRange) => void;
  onRows: (rows: number) => void;
}

/** Rows of PostgreSQL whose hashes are in memory at a time: some 100 MB. */
const rowsPerPortion = 2_000_000;
/** Keys of one look-up in PostgreSQL, which scans the view. */
const keysPerScan = 100_000;

/**
 * Searches the cells in which the sketches differ for the rows that do, where there are too many to be told from the
 * sketches alone: takes the hashes of PostgreSQL's rows in them, reads Cassandra again and compares; so often that the
 * hashes fit into memory. Rows that Cassandra did not show are suspects only where it was read: where that cannot be
 * told of a row, only when every range was.
 */
export async function searchSuspects(options: SearchOptions): Promise<void> {
  const { cells, cellsPerPart, rows } = options;
  const count = Math.max(1, Math.ceil(rows / rowsPerPortion));
  for (let index = 0; index < count; index++) {
    await searchPortion(options, { cells, cellsPerPart, index, count });
  }
}

async function searchPortion(options: SearchOptions, portion: Portion): Promise<void> {
  const { sides, ranges, throttle, rows: expectedRows, found, onRows } = options;
  const { table, postgresql, signal } = sides;
  const index = new HashIndex(expectedRows / portion.count);
  await streamHashes(postgresql, { table, portion, signal }, (key, row) => index.set(key, row));

  const isOpen = new Uint8Array(portion.cellsPerPart);
  for (const cell of portion.cells) isOpen[cell] = 1;
  const places = new Places(portion.cellsPerPart);
  const hasher = new RowHasher(table);
  const keyHash = { high: 0, low: 0 };
  const suspectOf = (raw: Cells): Suspect[] => {
    const suspect = suspectIn(table, raw);
    if (suspect === undefined) return [];
    const cells = [...suspect.key, ...suspect.seen];
    const hash = hasher.hash(cells);
    if (isOpen[places.of(hash)[0]!] === 0 || !isInPortion(hasher.hashKey(cells, keyHash), portion)) return [];
    const state = index.look(keyHash, hash);
    const identity = hasher.hashRaw(suspect.raw);
    if (state === 'marked') {
      // The same row again, of a range that failed half-way; or another one that has no place of its own in PostgreSQL.
      return index.isMarkedBy(keyHash, identity) ? [] : [{ ...copied(suspect), isShadowed: true }];
    }
    index.mark(keyHash, identity);
    return state === 'same' ? [] : [copied(suspect)];
  };
  let read = 0;
  let isWhole = true;
  await scanTable({
    ...sides,
    client: sides.cassandra,
    ranges,
    throttle,
    visit: () => ({
      page: async (page) => {
        read += page.rowCount;
        onRows(read);
        await found([...page.rows()].flatMap(suspectOf));
      },
      complete: () => undefined,
      discard: () => undefined,
    }),
    onUnread: (range) => {
      isWhole = false;
      options.onUnread(range);
    },
  });
  if (isWhole || hasExactKeys(table)) await findExtras(options, index);
}

async function findExtras({ sides, isInScope, found }: SearchOptions, index: HashIndex): Promise<void> {
  const { table, postgresql, signal } = sides;
  let hashes: bigint[] = [];
  const look = async (): Promise<void> => {
    const keys = await readKeysByHash(postgresql, { table, hashes, signal });
    hashes = [];
    const suspects = keys.map((key): Suspect => ({ key, raw: rawKey(table, key) }));
    await found(suspects.filter(({ raw }) => isInScope(raw)));
  };
  for (const hash of index.unmarkedKeys()) {
    if (hashes.push(bigintOf(hash)) === keysPerScan) await look();
  }
  if (hashes.length > 0) await look();
}
