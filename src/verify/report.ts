/** What `verify` found; the shape of `data` in its JSON result. */
export interface VerifyReport {
  /** True when every row that was to be compared was read on both sides and was the same. */
  equal: boolean;
  /** ISO 8601. */
  startedAt: string;
  seconds: number;
  /** Consistency level of the reads from Cassandra. */
  consistency: string;
  /** What was compared when it was not the whole ring; null for all of it. */
  scope: Scope | null;
  tables: TableReport[];
}

export type Scope =
  /** Rows whose tokens are greater than `after`, up to and including `to`; both are decimal 64-bit integers. */
  | { kind: 'tokens'; after: string; to: string }
  /** So many per cent of the token ring and of the rows in PostgreSQL, drawn at random. */
  | { kind: 'sample'; percent: number; seed: number }
  /** Part `index` of `count`, counted from 1: read, and to be compared by `verify merge`. */
  | { kind: 'shard'; index: number; count: number };

export interface TableReport {
  pipeline: string;
  keyspace: string;
  table: string;
  /** Schema and name of the view in PostgreSQL. */
  target: string;
  /** True exactly when the verdict is `equal`. */
  equal: boolean;
  verdict: Verdict;
  /** Names in Cassandra of the columns that were compared, the primary key first. */
  columns: string[];
  /** Rows that the scan read. */
  rows: { cassandra: number; postgresql: number };
  /** At most `limit` of them, ordered by key; those in flight among them. */
  differences: Difference[];
  /** All rows that stayed different while they were looked at again, listed or not, less those that were repaired. */
  differenceCount: number;
  /** How many rows of each kind and cause `differenceCount` has; 0 is left out. */
  kinds: Partial<Record<DifferenceKind, number>>;
  causes: Partial<Record<Cause, number>>;
  /** Rows that were still changing when the time to look at them was over: neither equal nor different. */
  inFlightCount: number;
  /** Token ranges that could not be read. */
  unreadRanges: UnreadRange[];
  /** Rows that looked different at first but could not be read again. */
  unreadRows: number;
  /** What `--repair` did; null without it. */
  repair: RepairReport | null;
  /** The token ring in at most 64 pieces, in the order of their tokens; empty where it was not read by ranges. */
  ring: RingPiece[];
  seconds: number;
}

/**
 * `different`: a row differs, whatever else could not be read. `inconclusive`: none does, but not all could be read or
 * came to rest. `read`: a shard has read its part; `verify merge` tells.
 */
export type Verdict = 'equal' | 'different' | 'inconclusive' | 'read';

/** `missing`: in Cassandra, not in PostgreSQL; `extra`: the reverse. */
export type DifferenceKind = 'missing' | 'extra' | 'changed';

export interface Difference {
  kind: DifferenceKind;
  /** Column of the primary key, by its name in Cassandra → value. */
  key: Record<string, string>;
  /** Token of the partition, a decimal 64-bit integer; null where the key is none that Cassandra can hold. */
  token: string | null;
  /** The columns that differ; all that are not null where one side has no row. */
  columns: ColumnDifference[];
  cause: Cause;
  /** The command that mends it; null where time alone does, or nothing can. */
  mend: string | null;
  /** What `--repair` did about it; null without it. */
  repair: RepairOutcome | null;
}

export interface ColumnDifference {
  name: string;
  /** The value as text, by the same rules for both sides; null is NULL. */
  cassandra: string | null;
  postgresql: string | null;
}

/**
 * `in-flight`: still changing. `dead-letter`: PostgreSQL refused an event of this row. `reconcile-queue`: the row or its
 * partition is queued to be read back. `expired`: PostgreSQL holds a value or row whose time to live is over.
 * `static-column`, `collection-delta`: only such columns differ, which the change log does not tell whole.
 * `lost-event`: Cassandra has a newer write than PostgreSQL knows of, and nothing above explains it.
 * `changed-in-postgresql`: PostgreSQL has another value with the same write time: it was written by other means.
 */
export type Cause =
  | 'in-flight'
  | 'dead-letter'
  | 'reconcile-queue'
  | 'expired'
  | 'static-column'
  | 'collection-delta'
  | 'lost-event'
  | 'changed-in-postgresql'
  | 'unknown';

export interface UnreadRange {
  /** Tokens greater than `after`, up to and including `to`; decimal 64-bit integers. */
  after: string;
  to: string;
  /** Why it could not be read. */
  failure: string;
}

export interface RepairReport {
  dryRun: boolean;
  /** Rows by what became of them; 0 is left out. */
  outcomes: Partial<Record<RepairOutcome, number>>;
}

/**
 * `planned`: a dry run would have written. `repaired`, `removed`: written; both sides are equal now. `kept`: an extra
 * row that was not to be deleted. `moved-on`: one side has changed since it was compared, nothing was written.
 * `refused`: PostgreSQL cannot hold the value. `unread`: Cassandra could not be read.
 */
export type RepairOutcome = 'planned' | 'repaired' | 'removed' | 'kept' | 'moved-on' | 'refused' | 'unread';

export interface RingPiece {
  after: string;
  to: string;
  /** Rows of Cassandra that were read in it. */
  rows: number;
  differences: number;
  /** Token ranges in it that could not be read. */
  unreadRanges: number;
}
