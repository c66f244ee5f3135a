import { type BothSides } from './both-sides.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { type Findings } from './findings.js';
import { type FirstScan } from './first-scan.js';
import { findSuspects } from './suspects.js';

/** Rows of PostgreSQL whose hashes are in memory at a time. */
const rowsPerSearch = 1_000_000;

export interface SearchOptions {
  sides: BothSides;
  scan: FirstScan;
  ranges: TokenRange[];
  findings: Findings;
}

/**
 * Searches all buckets that differ, and settles what is found.
 * @returns the number of token ranges that could not be read
 */
export async function searchDifferences({ sides, scan, ranges, findings }: SearchOptions): Promise<number> {
  let unreadRanges = 0;
  for (const { buckets, rows } of portionsOf(scan)) {
    const search = await findSuspects({
      sides,
      ranges,
      buckets,
      expectedRows: rows,
      found: (suspects) => findings.add(suspects),
    });
    unreadRanges = Math.max(unreadRanges, search.unreadRanges);
  }
  await findings.settle();
  return unreadRanges;
}

/** The differing buckets in portions whose rows fit into memory. */
function* portionsOf({ cassandra, postgresql }: FirstScan): Generator<{ buckets: number[]; rows: number }> {
  let portion = { buckets: [] as number[], rows: 0 };
  for (const bucket of cassandra.differing(postgresql)) {
    portion.buckets.push(bucket);
    portion.rows += postgresql.counts[bucket]!;
    if (portion.rows < rowsPerSearch) continue;
    yield portion;
    portion = { buckets: [], rows: 0 };
  }
  if (portion.buckets.length > 0) yield portion;
}
