import { type Admin } from 'kafkajs';
import type pg from 'pg';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { withKafkaProducer } from '../../../src/clients/kafka-producer.js';
import { ledgerNames } from '../../../src/dead-letters/ledger.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { renderPipeline } from '../../../src/render/render.js';
import { benchTable } from '../apply/bench-table.js';
import { Letters } from './letters.js';

const lettersAtOnce = 200;

/** Makes the topics and the tables that `deploy` would make; no sink reads the topics. */
export async function createSystems(pipeline: Pipeline, client: pg.Client): Promise<void> {
  const { topics, sql } = renderPipeline(pipeline, [benchTable(pipeline)]);
  for (const object of sql) await client.query(object.sql);
  await withKafkaAdmin(pipeline.kafka, (admin) =>
    admin.createTopics({
      topics: topics.map(({ name, partitions, replicationFactor, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      })),
      waitForLeaders: true,
    }),
  );
}

export async function fillDeadLetters(pipeline: Pipeline, count: number): Promise<void> {
  const letters = new Letters(pipeline);
  const { topic } = pipeline.deadLetters;
  await withKafkaProducer(pipeline.kafka, async (producer) => {
    for (let first = 0; first < count; first += lettersAtOnce) {
      const messages = Array.from({ length: lettersAtOnce }, (_, index) => letters.deadLetter(first + index));
      await producer.send({ topic, messages });
    }
  });
}

/** Opens all letters again. */
export async function forgetReplays(pipeline: Pipeline, client: pg.Client): Promise<void> {
  const { ledger, batches, replays } = ledgerNames(pipeline);
  await client.query(`TRUNCATE ${ledger}, ${batches}, ${replays}`);
}

/** How many records the topic of the table has had. */
export async function recordsOf(admin: Admin, pipeline: Pipeline): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(new Letters(pipeline).topic);
  return offsets.reduce((sum, { high }) => sum + Number(high), 0);
}

export async function removeTopics(pipeline: Pipeline): Promise<void> {
  const { topics } = renderPipeline(pipeline, [benchTable(pipeline)]);
  await withKafkaAdmin(pipeline.kafka, (admin) => admin.deleteTopics({ topics: topics.map(({ name }) => name) }));
}
