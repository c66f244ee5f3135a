import axios from 'axios';
import kafkajs, { type Message } from 'kafkajs';
import { RegistryClient } from '../../../src/clients/registry.js';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { topicOf } from '../../../src/tables/names.js';
import { avroEncoder, eventRow, flatValue, keySchema, valueSchema } from './events.js';
import { keyName } from './bench-table.js';
import { type BenchEvent, markerEvent } from './workload.js';

/** Messages in one request. */
const requestSize = 1000;

/** Makes the topic and fills it with the events as the source writes them; each partition ends with its marker. */
export async function fillTopic(pipeline: Pipeline, events: BenchEvent[]): Promise<void> {
  const topic = benchTopic(pipeline);
  const { partitions } = pipeline.kafka.topics;
  await withKafkaAdmin(pipeline.kafka, (admin) =>
    admin.createTopics({
      // The source compresses with lz4; here the broker does.
      topics: [
        { topic, numPartitions: partitions, configEntries: [{ name: 'compression.type', value: 'lz4' }] },
        { topic: pipeline.deadLetters.topic, numPartitions: 1 },
      ],
      waitForLeaders: true,
    }),
  );
  const toMessage = await messageMaker(pipeline);
  const markers = Array.from({ length: partitions }, (_, partition) => ({
    ...toMessage(markerEvent(partition)),
    partition,
  }));
  await produce(pipeline, [...events.map(toMessage), ...markers]);
}

/** Removes what filling the topic has made. */
export async function removeTopic(pipeline: Pipeline): Promise<void> {
  const topic = benchTopic(pipeline);
  await withKafkaAdmin(pipeline.kafka, (admin) => admin.deleteTopics({ topics: [topic, pipeline.deadLetters.topic] }));
  const registry = new RegistryClient(pipeline.schemaRegistry);
  await registry.deleteSubject(`${topic}-key`);
  await registry.deleteSubject(`${topic}-value`);
}

function benchTopic(pipeline: Pipeline): string {
  return topicOf(pipeline, pipeline.tables[0]!);
}

async function messageMaker(pipeline: Pipeline): Promise<(event: BenchEvent) => Message> {
  const topic = benchTopic(pipeline);
  const encodeKey = avroEncoder(keySchema, await register(pipeline, `${topic}-key`, keySchema));
  const encodeValue = avroEncoder(valueSchema, await register(pipeline, `${topic}-value`, valueSchema));
  return (event) => ({
    key: encodeKey({ [keyName]: event.key }),
    value: encodeValue(flatValue(event)),
    headers: { event: JSON.stringify(eventRow(event)) },
  });
}

/** Registers a schema and returns its number. */
async function register(pipeline: Pipeline, subject: string, schema: unknown): Promise<number> {
  const answer = await axios.post<{ id: number }>(
    `${pipeline.schemaRegistry.url}/subjects/${encodeURIComponent(subject)}/versions`,
    { schema: JSON.stringify(schema) },
    { proxy: false },
  );
  return answer.data.id;
}

async function produce(pipeline: Pipeline, messages: Message[]): Promise<void> {
  const topic = benchTopic(pipeline);
  const kafka = new kafkajs.Kafka({
    clientId: 'cdcctl-bench',
    brokers: pipeline.kafka.bootstrapServers,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    for (let start = 0; start < messages.length; start += requestSize) {
      await producer.send({ topic, messages: messages.slice(start, start + requestSize) });
    }
  } finally {
    await producer.disconnect();
  }
}
