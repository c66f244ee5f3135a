import { type Cells } from '../tables/canonical/record.js';
import { type LookedUp } from './cassandra/read-by-key.js';
import { type Suspect } from './suspects.js';

/** A row as both sides have it; undefined where a side has none. Cells are canonical. */
export interface RowPair {
  key: Cells;
  cassandra: Cells | undefined;
  postgresql: Cells | undefined;
}

export interface LooksOptions {
  maxWaitMs: number;
  /** Both give one result for each suspect, in their order. */
  readCassandra: (suspects: Suspect[]) => Promise<LookedUp[]>;
  readPostgres: (suspects: Suspect[]) => Promise<(Cells | undefined)[]>;
  /** A short text that is the same for rows with the same content. */
  fingerprint: (cells: Cells | undefined) => string;
  now: () => number;
  pause: (milliseconds: number) => Promise<void>;
  onDifference: (pair: RowPair) => void;
  onInFlight: (pair: RowPair) => void;
  onUnread: (suspect: Suspect, failure: unknown) => void;
}

interface Pending {
  suspect: Suspect;
  /** Every version of the source that was seen. */
  sources: Set<string>;
  last: string;
  sameLooks: number;
}

/** When to look, as parts of the time there is. */
const schedule = [0, 0.1, 0.3, 0.6, 1];
/** A mass of differences is no matter of rows in flight: the fewest looks that tell. */
const massSchedule = [0, 0.5, 1];
const mass = 5000;
const neededSameLooks = 3;
const rowsPerRead = 500;

/**
 * Looks at suspects again and again while writes go on. A row passes as soon as PostgreSQL has any version that
 * Cassandra was seen to have (the rule of block/spirit's checksum under load). What is left at the end is a difference
 * if the last three looks saw the same on both sides, and in flight if they did not.
 */
export async function lookUntilStable(suspects: Suspect[], options: LooksOptions): Promise<void> {
  const start = options.now();
  const looks = suspects.length > mass ? massSchedule : schedule;
  let pending = suspects.map((suspect): Pending => ({ suspect, sources: new Set(), last: '', sameLooks: 0 }));
  for (const [index, part] of looks.entries()) {
    if (pending.length === 0) return;
    const due = start + part * options.maxWaitMs - options.now();
    if (due > 0) await options.pause(due);
    const remaining: Pending[] = [];
    for (let at = 0; at < pending.length; at += rowsPerRead) {
      const batch = pending.slice(at, at + rowsPerRead);
      remaining.push(...(await lookOnce(batch, { options, last: index === looks.length - 1 })));
    }
    pending = remaining;
  }
}

/** @returns the rows that have to be looked at again */
async function lookOnce(
  batch: Pending[],
  { options, last }: { options: LooksOptions; last: boolean },
): Promise<Pending[]> {
  const suspects = batch.map(({ suspect }) => suspect);
  const [sources, targets] = await Promise.all([options.readCassandra(suspects), options.readPostgres(suspects)]);
  return batch.filter((one, index) => {
    const source = sources[index]!;
    if ('failure' in source) {
      if (last) options.onUnread(one.suspect, source.failure);
      return !last;
    }
    const pair = { key: one.suspect.key, cassandra: source.cells, postgresql: targets[index] };
    if (isConsistent(one, pair, options)) return false;
    if (!last) return true;
    if (one.sameLooks >= neededSameLooks) options.onDifference(pair);
    else options.onInFlight(pair);
    return false;
  });
}

function isConsistent(one: Pending, pair: RowPair, { fingerprint }: LooksOptions): boolean {
  const source = fingerprint(pair.cassandra);
  const target = fingerprint(pair.postgresql);
  one.sources.add(source);
  const both = `${source} ${target}`;
  one.sameLooks = both === one.last ? one.sameLooks + 1 : 1;
  one.last = both;
  return one.sources.has(target);
}
