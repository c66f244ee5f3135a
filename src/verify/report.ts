/** What `verify` found; the shape of `data` in its JSON result. */
export interface VerifyReport {
  /** True when every row of every table was read on both sides and was the same. */
  equal: boolean;
  tables: TableReport[];
}

export interface TableReport {
  pipeline: string;
  keyspace: string;
  table: string;
  /** Schema and name of the view in PostgreSQL. */
  target: string;
  equal: boolean;
  /** Rows that the first scan read. */
  rows: { cassandra: number; postgresql: number };
  /** At most `limit` of them, ordered by key. */
  differences: Difference[];
  /** All rows that stayed different while they were looked at again, listed or not. */
  differenceCount: number;
  /** Rows whose source was still changing when the time to look at them was over: neither equal nor different. */
  inFlightCount: number;
  /** Token ranges that could not be read. */
  unreadRanges: number;
  /** Rows that looked different at first but could not be read again. */
  unreadRows: number;
  seconds: number;
}

export interface Difference {
  /** `missing`: in Cassandra, not in PostgreSQL; `extra`: the reverse. */
  kind: 'missing' | 'extra' | 'changed';
  /** Column of the primary key, by its name in Cassandra → value. */
  key: Record<string, string>;
  /** The columns that differ; all that are not null where one side has no row. */
  columns: ColumnDifference[];
  cause: Cause;
}

export interface ColumnDifference {
  name: string;
  /** The value as text, by the same rules for both sides; null is NULL. */
  cassandra: string | null;
  postgresql: string | null;
}

/** `dead-letter`: an event of this row is in the pipeline's dead letters. */
export type Cause = 'unknown' | 'in-flight' | 'dead-letter';
