import kafkajs, { type Admin } from 'kafkajs';
import { sinkGroup, withKafkaAdmin } from '../../clients/kafka.js';
import { type KafkaReader, type KafkaRecord, withKafkaReader } from '../../clients/kafka-reader.js';
import { SinkProgressReader } from '../../clients/sink-progress.js';
import { type Pipeline, type TableSettings } from '../../pipeline/pipeline.js';
import { sinkConnectorName, topicOf } from '../../tables/names.js';
import { laterOf, type LogPosition } from '../../commit-log/position.js';
import { eventHead } from '../../commit-log/event-head.js';
import { type LeftRecord, type PartitionReading } from './reading.js';

export interface KafkaReading {
  partitions: PartitionReading[];
  deadLetterRecords: number;
  /** Where the newest records of each table come from in the commit log. */
  newestPositions: Map<string, LogPosition>;
}

interface Systems {
  admin: Admin;
  reader: KafkaReader;
  progress: SinkProgressReader;
}

/** @throws OperatorError (unreachable, unauthorised), or finding where a topic is missing */
export async function readKafka(pipeline: Pipeline): Promise<KafkaReading> {
  return withKafkaAdmin(pipeline.kafka, (admin) =>
    withKafkaReader(pipeline.kafka, async (reader) => {
      const progress = new SinkProgressReader(admin, reader, pipeline.deadLetters.topic);
      const systems = { admin, reader, progress };
      const read = await Promise.all(pipeline.tables.map((table) => readTable(systems, pipeline, table)));
      const newestPositions = new Map<string, LogPosition>();
      for (const { table, newest } of read.flat()) {
        const later = laterOf(newestPositions.get(table), newest);
        if (later !== undefined) newestPositions.set(table, later);
      }
      const partitions = read.flat().map(({ newest: _, ...partition }) => partition);
      return { partitions, deadLetterRecords: await recordsIn(admin, pipeline.deadLetters.topic), newestPositions };
    }),
  );
}

async function readTable(
  { admin, reader, progress }: Systems,
  pipeline: Pipeline,
  table: TableSettings,
): Promise<(PartitionReading & { newest: LogPosition | undefined })[]> {
  const topic = topicOf(pipeline, table);
  const connector = sinkConnectorName(pipeline, table);
  const { partitions } = await progress.of({ connector, topic });
  const { groups } = await admin.describeGroups([sinkGroup(connector)]);
  const hasConsumer = groups.some(({ members }) => members.length > 0);
  const retentionMs = await retentionOf(admin, topic);
  return Promise.all(
    partitions.map(async ({ partition, low, end, committed, next, lagRecords }) => {
      const first = await recordAt(reader, { topic, partition, offset: next, endOffset: end });
      const newest = await recordAt(reader, { topic, partition, offset: end - 1, endOffset: end });
      return {
        ...{ table: table.name, topic, partition, hasConsumer, retentionMs },
        ...{ lowOffset: low, endOffset: end, committedOffset: committed ?? null, leftRecords: lagRecords },
        firstLeft: first === undefined ? null : leftRecord(first),
        newest: newest === undefined ? undefined : eventHead(newest).position,
      };
    }),
  );
}

/** Null where the topic keeps its records for ever. */
async function retentionOf(admin: Admin, topic: string): Promise<number | null> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
  });
  const retentionMs = Number(resources[0]?.configEntries[0]?.configValue ?? -1);
  return retentionMs < 0 ? null : retentionMs;
}

function leftRecord(record: KafkaRecord): LeftRecord {
  const { offset, timestampMs } = record;
  return { offset, writtenMs: eventHead(record).writtenMs ?? timestampMs, arrivedMs: timestampMs };
}

/** The record at an offset; undefined behind the end, and where it was taken back. */
async function recordAt(
  reader: KafkaReader,
  { topic, partition, offset, endOffset }: { topic: string; partition: number; offset: number; endOffset: number },
): Promise<KafkaRecord | undefined> {
  if (offset < 0 || offset >= endOffset) return undefined;
  for await (const [record] of reader.read({ topic, partition, from: offset, to: offset + 1 })) return record;
  return undefined;
}

async function recordsIn(admin: Admin, topic: string): Promise<number> {
  if (!(await admin.listTopics()).includes(topic)) return 0;
  const partitions = await admin.fetchTopicOffsets(topic);
  return partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
}
