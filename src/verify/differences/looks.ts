import { type TimedRow } from '../../rows/timed-rows.js';
import { type Cells } from '../../tables/canonical/record.js';
import { type LookedUp } from '../cassandra/read-by-key.js';
import { OpenColumns } from './open-columns.js';
import { type Suspect } from './suspect.js';

/** A row as both sides have it; undefined where a side has none. Cells are canonical. */
export interface RowPair {
  suspect: Suspect;
  cassandra: TimedRow | undefined;
  /** Primary key, then cells. */
  postgresql: Cells | undefined;
  /** Indexes of the cells that differ, less those in which PostgreSQL follows Cassandra. */
  differing: number[];
}

export interface LooksOptions {
  keyCount: number;
  maxWaitMs: number;
  /** Both give one result for each suspect, in their order. */
  readCassandra: (suspects: Suspect[]) => Promise<LookedUp[]>;
  readPostgres: (suspects: Suspect[]) => Promise<(Cells | undefined)[]>;
  /** Whether PostgreSQL knows the newest writes of these cells, so that waiting for them is of no use. */
  haveArrived: (pairs: RowPair[]) => Promise<boolean[]>;
  now: () => number;
  pause: (milliseconds: number) => Promise<void>;
  onDifferences: (pairs: RowPair[]) => Promise<void>;
  onInFlight: (pair: RowPair) => void;
  /** A row that could not be read when it had to be. */
  onUnread: (suspect: Suspect) => void;
}

interface Pending {
  suspect: Suspect;
  columns: OpenColumns;
  /** How often both sides could be read. */
  looks: number;
}

/** When to look, as parts of the time there is. */
const schedule = [0, 0.1, 0.3, 0.6, 1];
/** A mass of differences is no matter of rows in flight: the fewest looks that tell. */
const massSchedule = [0, 0.5, 1];
const mass = 5000;
const rowsPerRead = 500;
/** Of few rows that are written all the time, looks in quick succession see nearly every version. */
const fewRows = 100;
const followMs = 2000;
const followPauseMs = 10;

/**
 * Looks at suspects again and again while writes go on. A cell passes as soon as PostgreSQL has any value that Cassandra
 * was seen to have in it: the rule of block/spirit's checksum under load, but for each cell, since each is merged by
 * itself. A row whose cells have all passed is equal. What is left when the time is over is a difference if PostgreSQL
 * has not touched it all the while, and in flight if it has.
 */
export async function lookUntilStable(suspects: Suspect[], options: LooksOptions): Promise<void> {
  const start = options.now();
  const looks = suspects.length > mass ? massSchedule : schedule;
  let pending = suspects.map((suspect): Pending => ({ suspect, columns: new OpenColumns(suspect.seen), looks: 0 }));
  pending = await inBatches(pending, (batch) => glance(batch, options));
  for (const [index, part] of looks.entries()) {
    if (pending.length === 0) return;
    const due = start + part * options.maxWaitMs - options.now();
    if (due > 0) await options.pause(due);
    const look = { isSecond: index === 1, isLast: index === looks.length - 1 };
    pending = await inBatches(pending, (batch) => lookOnce(batch, look, options));
    if (!look.isLast) pending = await follow(pending, start + looks[index + 1]! * options.maxWaitMs, options);
  }
}

/** Looks at rows that keep changing more often than their versions would be seen otherwise. */
async function follow(pending: Pending[], nextLook: number, options: LooksOptions): Promise<Pending[]> {
  const { now, pause } = options;
  let changing = pending.filter(({ columns }) => columns.isChanging());
  if (changing.length > fewRows) return pending;
  const resting = pending.filter(({ columns }) => !columns.isChanging());
  const end = Math.min(now() + followMs, nextLook);
  while (changing.length > 0 && now() < end) {
    changing = await lookOnce(changing, { isSecond: false, isLast: false }, options);
    await pause(followPauseMs);
  }
  return [...resting, ...changing];
}

async function inBatches(pending: Pending[], look: (batch: Pending[]) => Promise<Pending[]>): Promise<Pending[]> {
  const remaining: Pending[] = [];
  for (let at = 0; at < pending.length; at += rowsPerRead) {
    remaining.push(...(await look(pending.slice(at, at + rowsPerRead))));
  }
  return remaining;
}

/** Most rows that changed during a scan have arrived meanwhile: PostgreSQL alone tells, and it is asked for many at once. */
async function glance(batch: Pending[], { readPostgres, keyCount }: LooksOptions): Promise<Pending[]> {
  const seen = batch.filter(({ suspect }) => suspect.seen !== undefined);
  if (seen.length === 0) return batch;
  const targets = await readPostgres(seen.map(({ suspect }) => suspect));
  const passed = new Set(
    seen.filter(({ columns }, index) => columns.passWith({ target: targets[index]?.slice(keyCount) })),
  );
  return batch.filter((one) => !passed.has(one));
}

/** @returns the rows that have to be looked at again */
async function lookOnce(
  batch: Pending[],
  { isSecond, isLast }: { isSecond: boolean; isLast: boolean },
  options: LooksOptions,
): Promise<Pending[]> {
  const { keyCount } = options;
  const suspects = batch.map(({ suspect }) => suspect);
  const [sources, targets] = await Promise.all([options.readCassandra(suspects), options.readPostgres(suspects)]);
  const open: { one: Pending; pair: RowPair }[] = [];
  const unread: Pending[] = [];
  for (const [index, one] of batch.entries()) {
    const source = sources[index]!;
    if ('failure' in source) {
      if (isLast) options.onUnread(one.suspect);
      else unread.push(one);
      continue;
    }
    one.looks++;
    const passed = one.columns.passWith({
      source: { cells: source.row?.cells },
      target: targets[index]?.slice(keyCount),
    });
    if (passed) continue;
    // One look does not tell what stays.
    if (isLast && one.looks === 1) {
      options.onUnread(one.suspect);
      continue;
    }
    const differing = one.columns.differing();
    open.push({ one, pair: { suspect: one.suspect, cassandra: source.row, postgresql: targets[index], differing } });
  }
  if (isLast) {
    const settled = open.filter(({ one }) => one.columns.someStayed());
    for (const { one, pair } of open) if (!one.columns.someStayed()) options.onInFlight(pair);
    if (settled.length > 0) await options.onDifferences(settled.map(({ pair }) => pair));
    return [];
  }
  if (!isSecond || open.length === 0) return [...unread, ...open.map(({ one }) => one)];
  const stayed = open.filter(({ one }) => one.columns.allStayed());
  const arrived = stayed.length === 0 ? [] : await options.haveArrived(stayed.map(({ pair }) => pair));
  const settled = new Set(stayed.filter((_, index) => arrived[index]));
  if (settled.size > 0) await options.onDifferences([...settled].map(({ pair }) => pair));
  return [...unread, ...open.filter((each) => !settled.has(each)).map(({ one }) => one)];
}
