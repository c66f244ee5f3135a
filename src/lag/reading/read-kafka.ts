import kafkajs, { type Admin } from 'kafkajs';
import { sinkGroup, withKafkaAdmin } from '../../clients/kafka.js';
import { type KafkaReader, type KafkaRecord, withKafkaReader } from '../../clients/kafka-reader.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline, type TableSettings } from '../../pipeline/pipeline.js';
import { sinkConnectorName, topicOf } from '../../tables/names.js';
import { laterOf, type LogPosition } from '../source/position.js';
import { eventHead } from './event-head.js';
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
}

/** @throws OperatorError (unreachable, unauthorised), or invalid where the pipeline was not deployed */
export async function readKafka(pipeline: Pipeline): Promise<KafkaReading> {
  const { bootstrapServers } = pipeline.kafka;
  return withKafkaAdmin(bootstrapServers, (admin) =>
    withKafkaReader(bootstrapServers, async (reader) => {
      const topics = await admin.listTopics();
      const systems = { admin, reader };
      const retention = await retentions(admin, pipeline, topics);
      const partitions = await Promise.all(
        pipeline.tables.map((table) => readTable(systems, { pipeline, table, retention })),
      );
      const newestPositions = new Map<string, LogPosition>();
      for (const { table, newest } of partitions.flat()) {
        const later = laterOf(newestPositions.get(table), newest);
        if (later !== undefined) newestPositions.set(table, later);
      }
      return {
        partitions: partitions.flat().map(({ newest: _, ...partition }) => partition),
        deadLetterRecords: await recordsIn(admin, pipeline.deadLetters.topic, topics),
        newestPositions,
      };
    }),
  );
}

async function retentions(admin: Admin, pipeline: Pipeline, topics: string[]): Promise<Map<string, number | null>> {
  const names = pipeline.tables.map((table) => topicOf(pipeline, table));
  const missing = names.filter((name) => !topics.includes(name));
  if (missing.length > 0) {
    throw new OperatorError({
      kind: 'invalid',
      resource: missing.join(', '),
      message: `Kafka has no topic ${missing[0]}`,
      hint: '`cdcctl deploy` makes the topics of a pipeline',
    });
  }
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type, name, configNames: ['retention.ms'] })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => {
      const retentionMs = Number(configEntries[0]?.configValue ?? -1);
      return [resourceName, retentionMs < 0 ? null : retentionMs];
    }),
  );
}

async function readTable(
  { admin, reader }: Systems,
  { pipeline, table, retention }: { pipeline: Pipeline; table: TableSettings; retention: Map<string, number | null> },
): Promise<(PartitionReading & { newest: LogPosition | undefined })[]> {
  const topic = topicOf(pipeline, table);
  const groupId = sinkGroup(sinkConnectorName(pipeline, table));
  // Ends after commits: a sink cannot seem to be further than the topic.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const commits = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  const { groups } = await admin.describeGroups([groupId]);
  const hasConsumer = groups.some(({ members }) => members.length > 0);
  const ends = await admin.fetchTopicOffsets(topic);
  return Promise.all(
    ends.map(async ({ partition, low, high }) => {
      const [lowOffset, endOffset] = [Number(low), Number(high)];
      const commit = commits.get(partition) ?? -1;
      const nextOffset = Math.max(commit, lowOffset);
      const first = await recordAt(reader, { topic, partition, offset: nextOffset, endOffset });
      const newest = await recordAt(reader, { topic, partition, offset: endOffset - 1, endOffset });
      return {
        ...{ table: table.name, topic, partition, lowOffset, endOffset },
        committedOffset: commit < 0 ? null : commit,
        leftRecords: Math.max(0, endOffset - nextOffset),
        firstLeft: first === undefined ? null : leftRecord(first),
        hasConsumer,
        retentionMs: retention.get(topic) ?? null,
        newest: newest === undefined ? undefined : eventHead(newest).position,
      };
    }),
  );
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

async function recordsIn(admin: Admin, topic: string, topics: string[]): Promise<number> {
  if (!topics.includes(topic)) return 0;
  const partitions = await admin.fetchTopicOffsets(topic);
  return partitions.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
}
