import { type RawWriter } from './raw-writer.js';

/**
 * The canonical form of one CQL type: the bytes that PostgreSQL's binary send function gives for the replicated value,
 * built on the other side from the bytes that Cassandra serialises the value to. Equal bytes are equal values.
 */
export interface CanonicalCodec {
  /** OID of the PostgreSQL type, which record_send writes before each value (src/include/catalog/pg_type.dat). */
  oid: number;
  /** SQL: target column → value whose send function gives the canonical bytes. */
  sql: (column: string) => string;
  /** A cell as Cassandra serialises it → canonical bytes, or null for the empty cells that Cassandra reads as null. */
  fromCassandra: (raw: Buffer) => Buffer | null;
  /** The same as fromCassandra, faster; absent where that is fast enough. */
  write?: RawWriter;
  /**
   * Canonical bytes → a cell as Cassandra serialises it, or undefined for a value that the CQL type cannot hold.
   * What PostgreSQL does not keep (nanoseconds, trailing zeros) is lost. Serves to look up keys, which jsonb never is:
   * there it is always undefined.
   */
  toCassandra: (canonical: Buffer) => Buffer | undefined;
  /** What people see: the same text for the same bytes, whichever side they come from. */
  text: (canonical: Buffer) => string;
  /** Text that PostgreSQL's input function reads as this value; undefined for a value that PostgreSQL cannot hold. */
  literal: (canonical: Buffer) => string | undefined;
}
