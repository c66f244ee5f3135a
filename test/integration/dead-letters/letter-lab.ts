import kafkajs, { type Producer } from 'kafkajs';
import { kafkaClient } from '../../../src/clients/kafka.js';
import { type KafkaRecord, withKafkaReader } from '../../../src/clients/kafka-reader.js';
import { type LetterList } from '../../../src/dead-letters/list-letters.js';
import { waitFor } from '../../../src/wait.js';
import { type CliRun, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

export type Letter = LetterList['rows'][number];

/** A record for the topic of the table people; what is absent is as the source has sent it. */
export interface Sent {
  key?: Buffer | null;
  value?: Buffer | null;
  headers?: Record<string, string | Buffer>;
}

/** A deployed pipeline with one table, whose topic gets bad records. */
export interface LetterLab extends ExamplePipeline {
  topic: string;
  deadLetterTopic: string;
  /** A record of the source, whole. */
  good: KafkaRecord;
  /** The text of an event about the row `id`, newer than all before. */
  event: (id: number, cells?: Record<string, unknown>, metadata?: Record<string, unknown>) => string;
  send: (...records: Sent[]) => Promise<number[]>;
  /** Writes to any topic as others would. */
  produce: Producer['send'];
  read: (topic: string) => Promise<KafkaRecord[]>;
  letters: (...argv: string[]) => Promise<Letter[]>;
  /** Waits until so many letters are open. */
  untilOpen: (count: number) => Promise<Letter[]>;
  replay: (...argv: string[]) => Promise<CliRun>;
  /** Waits until PostgreSQL has the row. */
  untilRow: (id: number) => Promise<Record<string, unknown>>;
}

/** Columns: id int, name text, age int, score int that PostgreSQL keeps as smallint. */
export async function openLetterLab(): Promise<LetterLab> {
  const example = await openExamplePipeline({
    cql: ['CREATE TABLE warehouse.people (id int PRIMARY KEY, name text, age int, score int) WITH cdc = true'],
    tables: '    - name: people\n      columns: { type: { score: smallint } }\n',
  });
  const producer = kafkaClient(stackOfTests().kafka).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const topic = `${example.keyspace}-people`;
  const deploy = await example.run('deploy', '--wait');
  if (deploy.exitCode !== 0) throw new Error(deploy.stderr);
  await example.cql("INSERT INTO warehouse.people (id, name, age) VALUES (0, 'good', 1)");

  const letters = async (...argv: string[]) => {
    const listed = await example.run('dlq', 'list', '--all', '-o', 'json', ...argv);
    if (listed.exitCode !== 0) throw new Error(listed.stderr);
    return dataOf<{ pipelines: LetterList[] }>(listed).pipelines[0]!.rows;
  };
  const untilRow = (id: number) =>
    waitFor({ what: `row ${id}`, timeoutMs: 30_000 }, async () => {
      const { rows } = await example.sql('SELECT * FROM warehouse.people WHERE id = $1', [id]);
      return rows[0];
    });
  await untilRow(0);
  const [good] = await readTopic(topic);

  return {
    ...example,
    topic,
    deadLetterTopic: `${example.keyspace}-dlq`,
    good: good!,
    event: (id, cells = {}, metadata = {}) => {
      const set = (value: unknown) => ({ value, deletion_ts: null, set: true });
      const event = JSON.parse((good!.headers.event as Buffer).toString()) as Record<string, unknown>;
      const values = Object.entries({ id, name: `name ${id}`, ...cells });
      const fields = Object.fromEntries(values.map(([name, value]) => [name, value === undefined ? null : set(value)]));
      return JSON.stringify({ ...event, ...fields, __source_ts_us: Date.now() * 1000, ...metadata });
    },
    send: async (...records) => {
      const messages = records.map(({ key = good!.key, value = good!.value, headers = {} }) => ({
        ...{ key, value, headers, partition: good!.partition },
      }));
      const [answer] = await producer.send({ topic, messages });
      return records.map((_, index) => Number(answer!.baseOffset) + index);
    },
    produce: (batch) => producer.send(batch),
    read: readTopic,
    letters,
    untilOpen: (count) =>
      waitFor({ what: `${count} open letters`, timeoutMs: 30_000 }, async () => {
        const found = await letters();
        return found.length === count ? found : undefined;
      }),
    replay: (...argv) => example.run('replay-dlq', ...argv, '-o', 'json'),
    untilRow,
    close: async () => {
      await producer.disconnect();
      await example.close();
    },
  };
}

/** All records of a topic, partition by partition. */
async function readTopic(topic: string): Promise<KafkaRecord[]> {
  const admin = kafkaClient(stackOfTests().kafka).admin();
  await admin.connect();
  try {
    const partitions = await admin.fetchTopicOffsets(topic);
    return await withKafkaReader(stackOfTests().kafka, async (reader) => {
      const records: KafkaRecord[] = [];
      for (const { partition, low, high } of partitions) {
        const range = { topic, partition, from: Number(low), to: Number(high) };
        for await (const page of reader.read(range)) records.push(...page);
      }
      return records;
    });
  } finally {
    await admin.disconnect();
  }
}
