import { type Client } from 'cassandra-driver';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { generate, type GenerateOptions } from '../../../src/generate/generate.js';
import { parseMix } from '../../../src/generate/mix.js';
import { type ProgressEvent } from '../../../src/progress.js';
import { readTables } from '../../../src/tables/read-tables.js';
import { stackOfTests } from '../../support/stack.js';

const keyspace = 'generate_test';
let client: Client;

const everyColumn = `
  a_ascii ascii, a_bigint bigint, a_blob blob, a_boolean boolean, a_date date, a_decimal decimal, a_double double,
  a_duration duration, a_float float, a_inet inet, a_int int, a_smallint smallint, a_text text, a_time time,
  a_timestamp timestamp, a_timeuuid timeuuid, a_tinyint tinyint, a_uuid uuid, a_varint varint,
  a_list list<text>, a_set set<uuid>, a_map map<text, int>, a_tuple tuple<int, text, timestamp>,
  a_frozen_list frozen<list<decimal>>, a_frozen_map frozen<map<blob, boolean>>,
  a_nested frozen<map<int, frozen<list<frozen<set<inet>>>>>>,
  an_address address, a_frozen_address frozen<address>, addresses list<frozen<address>>, "Quoted ""Name""" int`;

const keyed = `
  CREATE TABLE ${keyspace}.keyed (
    a text, b timeuuid, c blob, d int, e timestamp, f decimal, g frozen<list<inet>>, h date,
    owner text STATIC, visits int STATIC, amount decimal, created_at timestamp,
    PRIMARY KEY ((a, b, c), d, e, f, g, h)) WITH CLUSTERING ORDER BY (d DESC, e ASC, f DESC, g ASC, h ASC)`;

beforeAll(async () => {
  client = await connectCassandra(stackOfTests().cassandra);
  const statements = [
    `DROP KEYSPACE IF EXISTS ${keyspace}`,
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    `CREATE TYPE ${keyspace}.position (latitude double, longitude double)`,
    `CREATE TYPE ${keyspace}.address (street text, tags frozen<set<text>>, position frozen<position>)`,
    ...['first', 'second'].map(
      (name) => `CREATE TABLE ${keyspace}.${name} (id uuid, line int, ${everyColumn}, PRIMARY KEY (id, line))`,
    ),
    keyed,
    `CREATE TABLE ${keyspace}.only_key (id uuid, day date, PRIMARY KEY (id, day))`,
    `CREATE TABLE ${keyspace}.only_static (id uuid, day date, note text STATIC, PRIMARY KEY (id, day))`,
    `CREATE TABLE ${keyspace}.simple (id uuid PRIMARY KEY, email text, amount decimal, created_at timestamp)`,
    `CREATE TABLE ${keyspace}.visits (id uuid PRIMARY KEY, visits counter)`,
  ];
  for (const statement of statements) await client.execute(statement);
}, 60_000);

afterAll(async () => {
  await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await client.shutdown();
}, 60_000);

async function run(names: string[], options: Partial<GenerateOptions> = {}) {
  const tables = await readTables(client, { keyspace, names });
  return generate({ client, tables, seed: 11, count: 1500, keys: 60, ...options });
}

/** Every row as JSON, which Cassandra makes: it tells apart what a driver might not. */
async function contentsOf(name: string): Promise<unknown[]> {
  const rows = await client.execute(`SELECT JSON * FROM ${keyspace}.${name}`, [], { fetchSize: 5000 });
  return rows.rows.map((row) => row['[json]'] as unknown);
}

test('the same seed makes the same rows in two tables of every type, whatever the concurrency', async () => {
  const report = await run(['first'], { edgeCases: 0.1, concurrency: 64 });
  await run(['second'], { edgeCases: 0.1, concurrency: 3 });
  const rows = await contentsOf('first');
  expect(rows.length).toBeGreaterThan(30);
  expect(await contentsOf('second')).toEqual(rows);
  expect(report).toMatchObject({ seed: 11, statements: 1500, tables: [{ keyspace, table: 'first' }] });
  const { inserts, updates, deletes } = report.tables[0]!;
  expect(inserts + updates + deletes).toBe(1500);
}, 60_000);

test('tables of every shape: composite keys, statics, nothing but a key', async () => {
  const mix = parseMix('inserts=6,updates=4,deletes=1,partition-deletes=1');
  const names = ['keyed', 'only_key', 'only_static'];
  const report = await run(names, { edgeCases: 0.2, mix });
  expect(report.tables.map(({ table }) => table)).toEqual(names);
  for (const name of names) expect((await contentsOf(name)).length).toBeGreaterThan(5);
  const statics = await client.execute(`SELECT DISTINCT a, b, c, owner FROM ${keyspace}.keyed`);
  expect(statics.rows.some((row) => row.owner !== null)).toBe(true);
}, 60_000);

test('a second run with the same seed updates and deletes the rows of the first', async () => {
  await client.execute(`TRUNCATE ${keyspace}.simple`);
  await run(['simple'], { mix: parseMix('inserts=1'), count: 60 });
  expect(await contentsOf('simple')).toHaveLength(60);
  await run(['simple'], { mix: parseMix('updates=1'), count: 200 });
  expect(await contentsOf('simple')).toHaveLength(60);
  await run(['simple'], { mix: parseMix('deletes=1'), count: 1000 });
  expect(await contentsOf('simple')).toHaveLength(0);
}, 60_000);

test('the rate is kept, and progress tells it', async () => {
  const events: ProgressEvent[] = [];
  const report = await run(['simple'], { count: 400, ratePerSecond: 200, onProgress: (event) => events.push(event) });
  expect(report.seconds).toBeGreaterThan(1.9);
  expect(report.seconds).toBeLessThan(3);
  expect(events[0]).toMatchObject({ status: 'started', total: 400, detail: 'seed 11' });
  expect(events.at(-1)).toMatchObject({ status: 'done', completed: 400 });
  expect(events.length).toBeGreaterThan(4);
}, 60_000);

test('a duration and a signal end the run in order', async () => {
  const tables = await readTables(client, { keyspace, names: ['simple'] });
  const byTime = await generate({ client, tables, seed: 1, durationMs: 500, ratePerSecond: 100 });
  expect(byTime.statements).toBeGreaterThan(30);
  expect(byTime.statements).toBeLessThan(60);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const bySignal = await generate({ client, tables, seed: 1, signal: stop.signal });
  expect(bySignal.statements).toBeGreaterThan(0);
  expect(bySignal.seconds).toBeLessThan(2);
}, 60_000);

test('counter tables are refused', async () => {
  await expect(run(['simple', 'visits'])).rejects.toMatchObject({
    kind: 'invalid',
    message: `counter tables cannot be generated: ${keyspace}.visits`,
  });
});

test('a write that Cassandra refuses ends the run with the table', async () => {
  const tables = await readTables(client, { keyspace, names: ['simple'] });
  const gone = tables.map((table) => ({ ...table, name: 'gone' }));
  await expect(generate({ client, tables: gone, seed: 1, count: 100 })).rejects.toMatchObject({
    kind: 'invalid',
    resource: `${keyspace}.gone`,
  });
});
