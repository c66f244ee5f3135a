import { type Kafka } from 'kafkajs';
import { type KafkaAddress, kafkaClient, withConnected } from './kafka.js';
import { installCodecs } from './kafka-codecs.js';

/** A record as it lies in a topic. */
export interface KafkaRecord {
  partition: number;
  offset: number;
  /** Milliseconds since 1970. */
  timestampMs: number;
  key: Buffer | null;
  value: Buffer | null;
  /** A header that stands there several times is a list. */
  headers: Record<string, Buffer | Buffer[] | undefined>;
}

/** Offsets `from` (included) to `to` (excluded) of one partition. */
export interface OffsetRange {
  topic: string;
  partition: number;
  from: number;
  to: number;
}

export interface KafkaReader {
  /** The records of a range that are still there, in pages. The next page is fetched while the caller works on one. */
  read: (range: OffsetRange) => AsyncGenerator<KafkaRecord[]>;
}

const fetchBytes = 2 * 1024 * 1024;
const maxWaitMs = 500;
/** READ_COMMITTED: what a transaction has taken back is no record. */
const isolationLevel = 1;

/**
 * Runs `use` with a reader of topics. Nothing is left behind and nothing is waited for: kafkajs's own consumer reads only
 * as a member of a group, which has to be made, joined and deleted.
 */
export async function withKafkaReader<T>(address: KafkaAddress, use: (reader: KafkaReader) => Promise<T>): Promise<T> {
  installCodecs();
  return withConnected(clusterOf(kafkaClient(address)), {
    address,
    use: (cluster) => use({ read: (range) => readRange(cluster, range) }),
  });
}

async function* readRange(cluster: Cluster, range: OffsetRange): AsyncGenerator<KafkaRecord[]> {
  if (range.from >= range.to) return;
  await cluster.addTargetTopic(range.topic);
  let next: Promise<Fetched> | undefined = fetchFrom(cluster, range);
  while (next !== undefined) {
    const { records, nextOffset }: Fetched = await next;
    next = nextOffset < range.to ? fetchFrom(cluster, { ...range, from: nextOffset }) : undefined;
    // The failure of a page that nobody comes to await must not end the process.
    next?.catch(() => undefined);
    if (records.length > 0) yield records;
  }
}

interface Fetched {
  records: KafkaRecord[];
  nextOffset: number;
}

async function fetchFrom(cluster: Cluster, { topic, partition, from, to }: OffsetRange): Promise<Fetched> {
  await cluster.refreshMetadataIfNecessary();
  const leader = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition)?.leader;
  const broker = await cluster.findBroker({ nodeId: String(leader) });
  // The first batch comes whole, however little is asked for.
  const maxBytes = to - from === 1 ? 1 : fetchBytes;
  const { responses } = await broker.fetch({
    replicaId: -1,
    isolationLevel,
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(from), maxBytes }] }],
  });
  const messages = responses[0]?.partitions[0]?.messages ?? [];
  const last = messages.at(-1);
  const records = messages
    .map(({ offset, timestamp, isControlRecord, key, value, headers }) => ({
      isControlRecord,
      record: { partition, offset: Number(offset), timestampMs: Number(timestamp), key, value, headers },
    }))
    // A batch is sent as a whole, also where it begins before the offset that was asked for.
    .filter(({ isControlRecord, record }) => !isControlRecord && record.offset >= from && record.offset < to)
    .map(({ record }) => record);
  // Nothing comes where the last records were compacted or taken back.
  return { records, nextOffset: last === undefined ? to : Math.max(Number(last.offset) + 1, from + 1) };
}

/** The part of kafkajs's Cluster (src/cluster/index.js) that is used here. */
interface Cluster {
  connect: () => Promise<void>;
  disconnect: () => Promise<void>;
  addTargetTopic: (topic: string) => Promise<void>;
  refreshMetadataIfNecessary: () => Promise<void>;
  findTopicPartitionMetadata: (topic: string) => { partitionId: number; leader: number }[];
  findBroker: (node: { nodeId: string }) => Promise<Broker>;
}

interface Broker {
  fetch: (request: object) => Promise<{ responses: { partitions: { messages: FetchedMessage[] }[] }[] }>;
}

interface FetchedMessage {
  offset: string;
  timestamp: string;
  isControlRecord: boolean;
  key: Buffer | null;
  value: Buffer | null;
  headers: KafkaRecord['headers'];
}

/** kafkajs makes the cluster of each producer and consumer by this method, which only its symbol names. */
function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (symbol === undefined) throw new Error('this version of kafkajs makes its clusters otherwise');
  const methods = kafka as unknown as Record<symbol, (options: object) => Cluster>;
  return methods[symbol]!({ allowAutoTopicCreation: false, isolationLevel });
}
