import { type Cells } from '../tables/canonical/record.js';
import { type BothSides } from './both-sides.js';
import { bucketCount, bucketOf } from './buckets.js';
import { canonicalCells } from '../rows/raw-rows.js';
import { scanTable } from './cassandra/scan.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { columnsOf, type ComparedTable } from './compared-table.js';
import { HashIndex } from './hash-index.js';
import { bigintOf } from './lookup3.js';
import { readKeysByHash, streamHashes } from './postgresql/read-by-hash.js';
import { RowHasher } from './row-hash.js';

/** The primary key of a row that may differ. */
export interface Suspect {
  /** Canonical. */
  key: Cells;
  /** As Cassandra serialises it; undefined when no column of Cassandra can hold it. */
  raw: Buffer[] | undefined;
}

export interface SuspectsOptions {
  sides: BothSides;
  ranges: TokenRange[];
  /** The buckets to search, with the number of rows that PostgreSQL has in all of them. */
  buckets: number[];
  expectedRows: number;
  found: (suspects: Suspect[]) => Promise<void>;
}

/** Keys of one look-up in PostgreSQL, which scans the view. */
const keysPerScan = 100_000;

/**
 * Searches buckets for the rows that differ: takes the hashes of PostgreSQL's rows, reads Cassandra a second time and
 * compares. Rows that Cassandra did not show are suspects only when every range was read.
 */
export async function findSuspects(options: SuspectsOptions): Promise<{ unreadRanges: number }> {
  const { sides, ranges, buckets, expectedRows, found } = options;
  const { table, postgresql, signal } = sides;
  const index = new HashIndex(expectedRows);
  await streamHashes(postgresql, { table, buckets, signal }, (hashes) => index.set(hashes));

  const dirty = new Uint8Array(bucketCount);
  for (const bucket of buckets) dirty[bucket] = 1;
  const columns = columnsOf(table);
  const hasher = new RowHasher(table);
  const suspectsIn = (rows: Cells[]): Suspect[] =>
    rows.flatMap((raw) => {
      const cells = canonicalCells(columns, raw);
      const hashes = hasher.hash(cells);
      if (dirty[bucketOf(hashes.key)] === 0) return [];
      const state = index.look(hashes);
      index.mark(hashes);
      return state === 'absent' || state === 'other' ? [suspectOf(table, { cells, raw })] : [];
    });
  const { unreadRanges } = await scanTable({
    ...sides,
    client: sides.cassandra,
    ranges,
    visit: () => ({ rows: (rows) => found(suspectsIn(rows)), complete: () => undefined }),
  });
  if (unreadRanges === 0) await findExtras(sides, index, found);
  return { unreadRanges };
}

async function findExtras(sides: BothSides, index: HashIndex, found: SuspectsOptions['found']): Promise<void> {
  const { table, postgresql, signal } = sides;
  let hashes: bigint[] = [];
  const look = async (): Promise<void> => {
    const keys = await readKeysByHash(postgresql, { table, hashes, signal });
    hashes = [];
    await found(keys.map((key) => ({ key, raw: rawKey(table, key) })));
  };
  for (const hash of index.unmarkedKeys()) {
    if (hashes.push(bigintOf(hash)) === keysPerScan) await look();
  }
  if (hashes.length > 0) await look();
}

/** Copies: cells are views of the driver's network buffers. */
function suspectOf(table: ComparedTable, row: { cells: Cells; raw: Cells }): Suspect {
  const copies = (cells: Cells) => table.keys.map((_, index) => Buffer.from(cells[index] ?? Buffer.alloc(0)));
  return { key: copies(row.cells), raw: copies(row.raw) };
}

function rawKey(table: ComparedTable, key: Cells): Buffer[] | undefined {
  const raw = key.map((cell, index) => (cell === null ? undefined : table.keys[index]!.codec.toCassandra(cell)));
  return raw.every((cell) => cell !== undefined) ? raw : undefined;
}
