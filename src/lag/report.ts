import { type AwayPart, type ConnectorReading, type Part } from './reading/reading.js';
import { type LagStatus, type Pace } from './status.js';

/** How far one stage is behind the one before it. Null: unknown. */
export interface StageLag extends Pace {
  status: LagStatus;
  recordsBehind: number | null;
  /** Since the oldest change that is behind was written to Cassandra; 0 where nothing is behind. */
  secondsBehind: number | null;
}

/** From the commit log of a node to Kafka. Its records are mutations. */
export interface SourceLag extends StageLag {
  node: string;
  /** Where the source is in the commit log, as Kafka and Connect tell. */
  position: string | null;
  /** The newest that the node has synced. */
  newestPosition: string | null;
  /**
   * Tables of which no change has come over all readings, though it stands before changes of other tables that have: the
   * worker takes such a table for another one, and is to be restarted.
   */
  passedOver: string[];
  /** False where there is more behind than was looked at. */
  isWhole: boolean;
  /** Segments and bytes with changes that are not in Kafka. */
  unreadSegments: number | null;
  unreadBytes: number | null;
  /** How long a write may be in the node's memory before its commit log tells of it. */
  syncSeconds: number | null;
  /** All of cdc_raw, and what it may hold. */
  usedBytes: number | null;
  totalBytes: number | null;
  /** What happens then: Cassandra refuses writes, or it deletes the oldest changes unread. */
  whenFull: 'writes fail' | 'changes are lost' | null;
  /** Until cdc_raw is full if it grows on like this; null also where it does not grow. */
  fullInSeconds: number | null;
  isHealthy: boolean | null;
  /** Why figures are unknown. */
  unknown: string | null;
}

/** From one partition of a table's topic to PostgreSQL. */
export interface PartitionLag extends StageLag {
  table: string;
  topic: string;
  partition: number;
  endOffset: number;
  committedOffset: number | null;
  /** Records that Kafka has deleted before the sink has read them. */
  lostRecords: number;
  /** Until Kafka may delete the first record that is behind; null where there is none, and where it keeps all. */
  safeForSeconds: number | null;
}

export type VerdictStatus = Exclude<LagStatus, 'UNKNOWN'> | 'AWAY' | 'LOST';

/** Something that keeps a pipeline from being caught up, or soon will. */
export interface Finding {
  status: Exclude<VerdictStatus, 'OK'>;
  part: Part;
  /** A connector, a partition, a node, an address. */
  where: string | null;
  reason: string;
}

export interface LagReport {
  pipeline: string;
  /** ISO 8601, in UTC. */
  at: string;
  /** From the first sample to the last. */
  windowSeconds: number;
  /** Of the stage that is farthest behind, as far as it is known. */
  secondsBehind: number | null;
  /** Of all stages, as far as it is known. */
  recordsBehind: number | null;
  verdict: { status: VerdictStatus; part: Part | null; where: string | null; reason: string };
  /** What was found, the first cause first; the verdict is the first of them. */
  findings: Finding[];
  sources: SourceLag[];
  partitions: PartitionLag[];
  connectors: ConnectorReading[];
  /** Records of the dead letter topic, and events that PostgreSQL has refused and nobody has put back. */
  deadLetters: { inTopic: number | null; refused: number | null };
  reconcileQueue: { due: number; later: number } | null;
  /** Since Vault made the login that the sinks use; null where it makes none, and where PostgreSQL is away. */
  leaseAgeSeconds: number | null;
  away: AwayPart[];
}
