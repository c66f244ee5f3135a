import { type KafkaRecord } from '../clients/kafka-reader.js';
import { type Position } from './position.js';

/** A record that could not be applied, wherever it is kept. */
export interface DeadLetter {
  /** Where the record stands that failed first: `topic/partition/offset`; `dead_letters/id` for one of no topic. */
  id: string;
  /** `topic`: a converter or transform failed. `table`: PostgreSQL refused it. */
  store: 'topic' | 'table';
  /** Name in Cassandra; null where it cannot be told. */
  table: string | null;
  /** Columns of the primary key with their values as the event has them; null where it cannot be read. */
  key: Record<string, string | null> | null;
  operation: Operation | null;
  /** Write time in Cassandra, as an ISO 8601 time. */
  sourceTime: string | null;
  /** Where the record stands that failed last; null for one of no topic. */
  origin: Position | null;
  /** Where it failed: a stage of Connect (org.apache.kafka.connect.runtime.errors.Stage), or `MERGE` for PostgreSQL. */
  stage: string;
  /** The connector that failed; null for rows that were read from Cassandra. */
  connector: string | null;
  /** A Java exception, or an SQLSTATE. */
  errorClass: string;
  message: string;
  /** Letters of one cause have failed in the same way; eight hexadecimal digits. */
  cause: string;
  /** How often it has failed. */
  attempts: number;
  /** ISO 8601 times. */
  firstSeen: string;
  lastSeen: string;
}

export type Operation = 'insert' | 'update' | 'delete' | 'range delete';

/** A letter with what was kept of its record. */
export type StoredLetter = {
  letter: DeadLetter;
  /** The event as the sink inserts it; null where the record had none. */
  event: string | null;
} & ({ store: 'topic'; record: KafkaRecord } | { store: 'table' });

/** What became of a failure; open while nobody has done anything about it. */
export type LetterState = 'open' | 'replayed' | 'discarded';
export const letterStates = ['open', 'replayed', 'discarded'] as const;
