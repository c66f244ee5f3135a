import { type ConnectorState } from '../../clients/connect.js';
import { type ErrorKind } from '../../errors.js';
import { type CdcRaw } from '../../commit-log/cdc-raw.js';
import { type LogPosition } from '../../commit-log/position.js';
import { type UnreadChanges } from '../../commit-log/unread.js';

/** What a pipeline is made of; a verdict names one of them. */
export type Part = 'cassandra' | 'source' | 'kafka' | 'connect' | 'sink' | 'postgresql' | 'registry';

/** A part that did not answer, and why. */
export interface AwayPart {
  part: Part;
  kind: ErrorKind;
  message: string;
  resource: string | null;
}

export interface ConnectorReading {
  name: string;
  kind: 'source' | 'sink';
  /** Name of the sink's table, or id of the source's node. */
  of: string;
  /** UNKNOWN where Connect did not answer. */
  state: ConnectorState | 'ABSENT' | 'UNKNOWN';
  tasks: { id: number; state: ConnectorState; error: string | null }[];
  error: string | null;
}

export interface SourceReading {
  node: string;
  /** False for an agent, of which nobody tells whether it runs. */
  isInConnect: boolean;
  /** What the node's disk tells; the reason, where it cannot be read. */
  cdcRaw: CdcRaw | string;
  /** How far it is with each table; undefined where nothing of a table has come to Kafka yet. */
  positions: { table: string; position: LogPosition | undefined }[];
  unread: UnreadChanges | string;
  /** What the connector says of its own threads, which Connect does not look at; null where it cannot be asked. */
  isHealthy: boolean | null;
}

/** One partition of a table's topic, and how far the table's sink is with it. */
export interface PartitionReading {
  table: string;
  topic: string;
  partition: number;
  /** Offsets of the first record that is still there, and behind the last. */
  lowOffset: number;
  endOffset: number;
  /** Where the sink goes on; null where it has committed nothing. */
  committedOffset: number | null;
  /** Records that the sink has to do yet. */
  leftRecords: number;
  /** The first of them; null where there is none. */
  firstLeft: LeftRecord | null;
  /** Whether the sink's group has a member. */
  hasConsumer: boolean;
  /** How long the topic keeps a record; null for ever. */
  retentionMs: number | null;
}

/** Times are milliseconds since 1970. */
export interface LeftRecord {
  offset: number;
  /** When it was written to Cassandra. */
  writtenMs: number;
  /** When it came to Kafka. */
  arrivedMs: number;
}

export interface TargetReading {
  /** Events that sinks have ever inserted, by table. */
  insertedEvents: Map<string, number>;
  /** Events that PostgreSQL has refused and nobody has put back. */
  refusedEvents: number;
  reconcileDue: number;
  reconcileLater: number;
  /** Since Vault made the login that the sinks use; null where it makes none. */
  leaseAgeSeconds: number | null;
}

/** Everything at one time. What could not be read is null, and the part is among those that are away. */
export interface Reading {
  atMs: number;
  connectors: ConnectorReading[];
  sources: SourceReading[];
  partitions: PartitionReading[] | null;
  /** Records in the dead letter topic, of all pipelines that share it. */
  deadLetterRecords: number | null;
  target: TargetReading | null;
  away: AwayPart[];
}
