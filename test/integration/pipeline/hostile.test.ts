import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Kafka } from 'kafkajs';
import { kafkaClient } from '../../../src/clients/kafka.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

/** As far as Cassandra allows: names of tables are word characters; PostgreSQL's may hold nearly anything. */
const target = "Robert'); DROP TABLE x; --";
const column = '<img src=x onerror=alert(1)> `$(id)`';
const values = [
  `'); DROP TABLE x; --`,
  `$$; DROP TABLE x; $$ $1 %s \\'`,
  "<script>alert(1)</script><!-- \" onmouseover='alert(1)' -->",
  '$(touch /tmp/owned) `id` | ; && ${env:PATH} ${vault:a#b}',
  '\u001B[2J\u001B]0;owned\u0007\u009B31m\u0090q\u009C\r\b',
  'zero \0 byte',
  '\u202Eevil\u202C\u200E',
  '{"__op":"d","a":{"value":1}}',
  '\\u0000 \\x00 \\',
  '',
];

let example: ExamplePipeline;
let kafka: Kafka;

beforeAll(async () => {
  kafka = kafkaClient(stackOfTests().kafka);
  example = await openExamplePipeline({
    cql: [
      `CREATE TABLE warehouse."DropTable" ("Id" text, "select" text, "TABLE" text, PRIMARY KEY ("Id")) WITH cdc = true`,
    ],
    tables: `    - { name: DropTable, target: ${JSON.stringify(target)}, columns: { rename: { select: ${JSON.stringify(column)} } } }`,
    overlay: "  postgresql: { schema: 'Order; --' }",
  });
  await example.sql('CREATE TABLE IF NOT EXISTS public.x (id int)');
  const deployed = await example.run('deploy', '--wait');
  expect(`${deployed.exitCode} ${deployed.stderr}`).toMatch(/^0 /);
}, 90_000);
afterAll(async () => {
  await example.sql('DROP TABLE public.x');
  await example.close();
}, 60_000);

/** What a terminal obeys; a line ends with a line feed alone. */
// eslint-disable-next-line no-control-regex
const obeyed = /[\0-\x08\x0B-\x1F\x7F-\x9F\u200E\u202A-\u202E]/;

test('hostile names and values come to PostgreSQL as they are, and to no terminal or page as more than text', async () => {
  const insert = `INSERT INTO ${example.keyspace}."DropTable" ("Id", "select", "TABLE") VALUES (?, ?, ?)`;
  const held = values.filter((one) => one !== '' && !one.includes('\0'));
  for (const value of held) await example.cassandra.execute(insert, [value, value, value], { prepare: true });
  const equal = await example.run('verify', '--max-wait', '20s');
  expect(`${equal.exitCode} ${equal.stderr}`).toMatch(/^0 /);
  expect((await example.sql('SELECT to_regclass($1) AS x', ['public.x'])).rows).toEqual([{ x: 'x' }]);

  // Every row differs now, so that every value stands in the reports.
  await example.sql(`UPDATE "Order; --"."${target}" SET "TABLE" = '<b>' || "TABLE"`);
  const asked: [command: string, ...argv: string[]][] = [
    ...['table', 'json', 'yaml'].map((format): [string, ...string[]] => ['verify', '--max-wait', '1s', '-o', format]),
    ['lag'],
    ['status'],
  ];
  for (const argv of asked) {
    const { stdout, stderr } = await example.run(...argv);
    expect([argv, obeyed.exec(stdout + stderr)]).toEqual([argv, null]);
  }
  const { stdout } = await example.run('verify', '--max-wait', '1s', '-o', 'json');
  const { tables } = dataOf<{ tables: { differences: { key: Record<string, string> }[] }[] }>({ exitCode: 0, stdout, stderr: '' }); // prettier-ignore
  const keys = tables[0]!.differences.map(({ key }) => key.Id);
  expect(keys.toSorted()).toEqual(held.toSorted());
  // What PostgreSQL cannot hold is told of, and breaks nothing.
  await example.cassandra.execute(insert, ['zero \0 key', 'zero \0 value', ''], { prepare: true });
  expect(await example.run('verify', '--max-wait', '3s')).toMatchObject({ exitCode: 3 });
  for (const page of [
    await example.run('verify', '--max-wait', '1s', '-o', 'html'),
    await example.run('lag', '-o', 'html'),
  ]) {
    expect(page.stdout).toMatch(/^<!doctype html>/i);
    expect(page.stdout).not.toMatch(/<script>alert|<img src=x|<b>'|onmouseover='alert/);
    expect(page.stdout).not.toMatch(obeyed);
  }
}, 120_000);

test('hostile keys, headers and messages of dead letters are shown, and obeyed by nothing', async () => {
  const hostile = values.join('\n');
  const context = {
    topic: `${example.keyspace}-DropTable`,
    ...{ partition: '0', offset: '1', 'connector.name': `${example.name}-sink-DropTable`, stage: hostile },
    ...{ 'exception.class.name': hostile, 'exception.message': hostile, 'exception.stacktrace': hostile },
  };
  const named = Object.entries(context).map(([name, text]) => [`__connect.errors.${name}`, text] as const);
  const headers = { ...Object.fromEntries(named), event: hostile, [hostile]: hostile, 'cdcctl.replay': hostile };
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({
    topic: `${example.keyspace}-dlq`,
    messages: [
      { key: hostile, value: hostile, headers },
      { key: Buffer.from([0, 0, 0, 0, 1, 255]), value: null, headers: { ...headers, '__connect.errors.offset': '\0' } },
      {
        key: null,
        value: Buffer.from([0, 255, 255, 255, 255]),
        headers: { ...headers, '__connect.errors.offset': '2' },
      },
    ],
  });
  await producer.disconnect();
  const id = `${example.keyspace}-DropTable/0/1`;
  for (const argv of [['list'], ['list', '--all', '-o', 'yaml'], ['show', id], ['show', id, '-o', 'json'], ['count']]) {
    const { exitCode, stdout, stderr } = await example.run('dlq', ...argv);
    expect([argv, [0, 3].includes(exitCode), obeyed.exec(stdout + stderr)]).toEqual([argv, true, null]);
  }
  const exported = await example.run('dlq', 'export');
  expect([exported.exitCode, obeyed.exec(exported.stdout)]).toEqual([0, null]);
  const listed = dataOf<{ pipelines: { letters: number }[] }>(await example.run('dlq', 'list', '-o', 'json'));
  // What PostgreSQL cannot hold may be among them, by the order of the tests.
  expect(listed.pipelines[0]!.letters).toBeGreaterThanOrEqual(2);
  const replayed = await example.run('replay-dlq', '--yes', '--timeout', '20s');
  expect([replayed.exitCode, replayed.stderr]).not.toEqual([1, expect.anything()]);
}, 120_000);
