import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type PipelineReplay } from '../../../src/cli/dlq/render-replay.js';
import { dataOf, type CliRun } from '../../support/cli.js';
import { type LetterLab, openLetterLab } from './letter-lab.js';
import { httpOfStack } from '../../support/stack.js';

let lab: LetterLab;

beforeAll(async () => {
  lab = await openLetterLab();
}, 120_000);

afterAll(async () => {
  await lab.close();
}, 120_000);

function countsOf(run: CliRun) {
  return dataOf<{ pipelines: PipelineReplay[] }>(run).pipelines[0]!.counts;
}

/** An Avro string, behind the id of a schema that is one. */
async function avroString(): Promise<Buffer> {
  const path = `/subjects/${lab.keyspace}-text/versions`;
  const { data } = await httpOfStack('registry').post<{ id: number }>(path, { schema: '{"type":"string"}' });
  const header = Buffer.alloc(5);
  header.writeInt32BE(data.id, 1);
  // Avro: the length as a zigzag number, then UTF-8.
  return Buffer.concat([header, Buffer.from([4]), Buffer.from('ab')]);
}

const kinds: {
  name: string;
  id: number;
  /** Makes the bad record. */
  make: () => Promise<unknown>;
  stage: string;
  errorClass: string;
  /** What mends it. */
  fix: string[];
  row: Record<string, unknown>;
}[] = [
  {
    name: 'bytes that are no Avro',
    id: 1,
    make: () => lab.send({ value: Buffer.from('{not json'), headers: { event: lab.event(1) } }),
    stage: 'VALUE_CONVERTER',
    errorClass: 'java.lang.IllegalStateException',
    fix: ['--rebuild-value'],
    row: { name: 'name 1' },
  },
  {
    name: 'an Avro value that is cut off',
    id: 2,
    make: () => lab.send({ value: lab.good.value!.subarray(0, 7), headers: { event: lab.event(2) } }),
    stage: 'VALUE_CONVERTER',
    errorClass: 'java.io.UncheckedIOException',
    fix: ['--rebuild-value'],
    row: { name: 'name 2' },
  },
  {
    name: 'the id of a schema that the registry does not have',
    id: 3,
    make: () => {
      const value = Buffer.concat([Buffer.from([0, 0, 0x0f, 0x42, 0x3f]), lab.good.value!.subarray(5)]);
      return lab.send({ value, headers: { event: lab.event(3) } });
    },
    stage: 'VALUE_CONVERTER',
    errorClass: 'io.apicurio.registry.rest.client.exception.ContentNotFoundException',
    fix: ['--set', 'value.schemaId=SCHEMA'],
    row: { name: 'name 3' },
  },
  {
    name: 'a key that is no Avro',
    id: 4,
    make: () => lab.send({ key: Buffer.from('garbage'), headers: { event: lab.event(4) } }),
    stage: 'KEY_CONVERTER',
    errorClass: 'java.lang.IllegalStateException',
    fix: ['--set', 'key=null'],
    row: { name: 'name 4' },
  },
  {
    name: 'a value that no transform takes',
    id: 5,
    make: async () => lab.send({ value: await avroString(), headers: { event: lab.event(5) } }),
    stage: 'TRANSFORMATION',
    errorClass: 'org.apache.kafka.connect.errors.DataException',
    fix: ['--rebuild-value'],
    row: { name: 'name 5' },
  },
  {
    name: 'a number beyond its type in PostgreSQL',
    id: 6,
    make: () => lab.cql("INSERT INTO warehouse.people (id, name, score) VALUES (6, 'six', 100000)"),
    stage: 'MERGE',
    errorClass: '22003',
    fix: ['--set', 'event.score.value=32767'],
    row: { name: 'six', score: 32767 },
  },
  {
    name: 'a zero byte in a text',
    id: 7,
    make: () => lab.cassandra.execute(`INSERT INTO ${lab.keyspace}.people (id, name) VALUES (7, 'a\0b')`),
    stage: 'MERGE',
    errorClass: '22P05',
    fix: ['--jq', '.event.name.value |= gsub("\\u0000"; "")'],
    row: { name: 'ab' },
  },
  {
    name: 'an event that is no JSON',
    id: 8,
    make: () => lab.send({ headers: { event: '{broken' } }),
    stage: 'MERGE',
    errorClass: '22P02',
    fix: [
      '--jq',
      `.event = {id: {value: 8, set: true}, name: {value: "name 8", set: true}, __op: "i", __source_ts_us: 1}`,
    ],
    row: { name: 'name 8' },
  },
  {
    name: 'a record of two megabytes',
    id: 9,
    make: () => {
      const event = lab.event(9, { name: 'x'.repeat(2_000_000) });
      return lab.send({ value: Buffer.alloc(1_000_000, 'x'), headers: { event } });
    },
    stage: 'VALUE_CONVERTER',
    errorClass: 'java.lang.IllegalStateException',
    fix: ['--rebuild-value'],
    row: { name: 'x'.repeat(2_000_000) },
  },
];

test.each(kinds)(
  '$name becomes a letter, and is put back mended',
  async ({ make, stage, errorClass, fix, id, row }) => {
    await make();
    const [letter] = await lab.untilOpen(1);
    expect(letter).toMatchObject({ stage, errorClass, table: 'people', attempts: 1, state: 'open' });
    expect(letter!.id).toBe(`${lab.topic}/${letter!.origin!.partition}/${letter!.origin!.offset}`);
    expect(letter!.connector).toBe(`${lab.name}-sink-people`);

    const schema = String(lab.good.value!.readInt32BE(1));
    const argv = fix.map((part) => part.replace('SCHEMA', schema));
    const replay = await lab.replay('--letter', letter!.id, '--include-stale', ...argv);
    expect(countsOf(replay)).toMatchObject({ applied: 1, failed: 0, pending: 0, skipped: 0 });
    expect(replay.exitCode).toBe(0);
    expect(await lab.untilRow(id)).toMatchObject(row);
    await lab.untilOpen(0);
  },
  90_000,
);

test('a record without a key is applied: the sink does not read it', async () => {
  await lab.send({ key: null, headers: { event: lab.event(20) } });
  expect(await lab.untilRow(20)).toMatchObject({ name: 'name 20' });
  expect(await lab.letters()).toEqual([]);
}, 60_000);

test('a record without an event is a letter that cannot be put back, and can be discarded', async () => {
  await lab.send({});
  const [letter] = await lab.untilOpen(1);
  expect(letter).toMatchObject({ stage: 'MERGE', errorClass: '22000', key: null });
  const replay = await lab.replay('--all');
  expect(replay.exitCode).toBe(4);
  expect(replay.stdout).toContain('its record had no event');

  const counted = await lab.run('dlq', 'count', '--max', '0');
  expect(counted).toMatchObject({ exitCode: 3, stdout: '1\n' });
  const discarded = await lab.run('dlq', 'discard', '--letter', letter!.id, '--reason', 'sent by hand', '--yes');
  expect(discarded).toMatchObject({ exitCode: 0, stdout: '1 dead letters discarded\n' });
  expect(await lab.run('dlq', 'count', '--max', '0')).toMatchObject({ exitCode: 0, stdout: '0\n' });
  const ledger = await lab.sql(
    'SELECT outcome, reason, handled_by FROM warehouse_cdc.dead_letter_ledger WHERE letter = $1',
    [letter!.id],
  );
  expect(ledger.rows).toEqual([
    { outcome: 'discarded', reason: 'sent by hand', handled_by: process.env.POSTGRES_USER },
  ]);
}, 60_000);
