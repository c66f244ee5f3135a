import { type BothSides } from './both-sides.js';
import { Buckets } from './buckets.js';
import { canonicalCells } from '../rows/raw-rows.js';
import { scanTable } from './cassandra/scan.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { columnsOf } from './compared-table.js';
import { scanBuckets } from './postgresql/bucket-scan.js';
import { RowHasher } from './row-hash.js';

export interface FirstScan {
  cassandra: Buckets;
  postgresql: Buckets;
  unreadRanges: number;
}

/** Folds both sides into buckets at the same time. `onRows` gets the number of rows that Cassandra has given so far. */
export async function firstScan(
  sides: BothSides,
  ranges: TokenRange[],
  onRows: (rows: number) => void,
): Promise<FirstScan> {
  const columns = columnsOf(sides.table);
  const hasher = new RowHasher(sides.table);
  const cassandra = new Buckets();
  // When one side fails for good, the other one has nothing to read for.
  const failure = new AbortController();
  const signal = AbortSignal.any([sides.signal, failure.signal]);
  const scan = scanTable({
    ...sides,
    client: sides.cassandra,
    ranges,
    signal,
    visit: () => {
      // Rows of a range that fails half-way must not count: each attempt folds into buckets of its own.
      const attempt = new Buckets();
      return {
        rows: (rows) => {
          for (const raw of rows) attempt.add(hasher.hash(canonicalCells(columns, raw)));
          onRows(cassandra.rows + attempt.rows);
        },
        complete: () => cassandra.merge(attempt),
      };
    },
  });
  try {
    const [{ unreadRanges }, postgresql] = await Promise.all([
      scan,
      scanBuckets(sides.postgresql, sides.table, signal),
    ]);
    return { cassandra, postgresql, unreadRanges };
  } catch (error) {
    failure.abort(error);
    throw error;
  }
}
