import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BothSystems, openBothSystems } from './both-systems.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close(), 60_000);

/** A table with `rows` equal rows, keys 0 to rows - 1. */
async function createTable(name: string, rows: number): Promise<void> {
  await systems.cql(`CREATE TABLE %.${name} (id int PRIMARY KEY, name text, score double) WITH cdc = true`);
  await systems.sql(`CREATE TABLE %.${name} (id int PRIMARY KEY, name text, score double precision)`);
  const query = `INSERT INTO ${systems.name}.${name} (id, name, score) VALUES (?, ?, ?)`;
  for (let start = 0; start < rows; start += 200) {
    const ids = Array.from({ length: Math.min(200, rows - start) }, (_, index) => start + index);
    await Promise.all(ids.map((id) => systems.cassandra.execute(query, [id, `name ${id}`, id / 7], { prepare: true })));
  }
  await systems.sql(
    `INSERT INTO %.${name} SELECT id, 'name ' || id, id / 7::double precision FROM generate_series(0, ${rows - 1}) AS ids(id)`,
  );
}

test('planted differences of every kind among many equal rows are counted and named exactly', async () => {
  await createTable('planted', 5000);
  await systems.sql(`DELETE FROM %.planted WHERE id IN (17, 4711)`);
  await systems.sql(`INSERT INTO %.planted VALUES (100000, 'only here', 1)`);
  await systems.sql(`UPDATE %.planted SET name = 'other', score = NULL WHERE id = 42`);
  // The same values, but with each other's keys: equal in number and in the XOR of values alone.
  await systems.sql(
    `UPDATE %.planted SET name = 'name ' || 2001 - id, score = (2001 - id) / 7::double precision WHERE id IN (1000, 1001)`,
  );

  const report = await systems.verify('planted');
  expect(report).toMatchObject({
    equal: false,
    rows: { cassandra: 5000, postgresql: 4999 },
    differenceCount: 6,
    inFlightCount: 0,
    unreadRanges: [],
  });
  expect(report.differences).toEqual([
    expect.objectContaining({ kind: 'changed', key: { id: '1000' } }),
    {
      kind: 'extra',
      key: { id: '100000' },
      columns: [
        { name: 'name', cassandra: null, postgresql: 'only here' },
        { name: 'score', cassandra: null, postgresql: '1' },
      ],
      cause: 'unknown',
    },
    expect.objectContaining({ kind: 'changed', key: { id: '1001' } }),
    {
      kind: 'missing',
      key: { id: '17' },
      columns: [
        { name: 'name', cassandra: 'name 17', postgresql: null },
        { name: 'score', cassandra: String(17 / 7), postgresql: null },
      ],
      cause: 'unknown',
    },
    {
      kind: 'changed',
      key: { id: '42' },
      columns: [
        { name: 'name', cassandra: 'name 42', postgresql: 'other' },
        { name: 'score', cassandra: '6', postgresql: null },
      ],
      cause: 'unknown',
    },
    expect.objectContaining({ kind: 'missing', key: { id: '4711' } }),
  ]);
}, 60_000);

test('all differences are counted where only some are listed', async () => {
  await createTable('emptied', 3000);
  await systems.sql('TRUNCATE %.emptied');
  const report = await systems.verify('emptied', { limit: 5 });
  expect(report).toMatchObject({ differenceCount: 3000, rows: { cassandra: 3000, postgresql: 0 } });
  expect(report.differences).toHaveLength(5);
}, 60_000);

test('rows of a table that is empty in Cassandra are extra', async () => {
  await createTable('unwanted', 10);
  await systems.cql('TRUNCATE %.unwanted');
  const report = await systems.verify('unwanted');
  expect(report.differences.map(({ kind }) => kind)).toEqual(new Array(10).fill('extra'));
}, 60_000);

test('a row that arrives while verify waits is no difference', async () => {
  await createTable('arriving', 100);
  await systems.sql('DELETE FROM %.arriving WHERE id < 10');
  const verifying = systems.verify('arriving', { maxWaitMs: 4000 });
  await sleep(1500);
  await systems.sql(
    `INSERT INTO %.arriving SELECT id, 'name ' || id, id / 7::double precision FROM generate_series(0, 9) AS ids(id)`,
  );
  expect(await verifying).toMatchObject({ equal: true, differences: [] });
}, 60_000);

test('a row whose source keeps changing is in flight, not different', async () => {
  await createTable('hot', 100);
  const stop = new AbortController();
  const write = async (): Promise<void> => {
    for (let version = 0; !stop.signal.aborted; version++) {
      await systems.cql(`UPDATE %.hot SET name = 'version ${version}' WHERE id = 7`);
      await sleep(20);
    }
  };
  const writing = write();
  const report = await systems.verify('hot', { maxWaitMs: 2000 });
  stop.abort();
  await writing;
  expect(report).toMatchObject({ equal: false, differenceCount: 0, inFlightCount: 1 });
  expect(report.differences).toMatchObject([{ key: { id: '7' }, cause: 'in-flight' }]);
}, 60_000);

test('a difference whose event was refused has the cause dead-letter', async () => {
  await createTable('refused', 10);
  await systems.sql('DELETE FROM %.refused WHERE id IN (3, 4)');
  await systems.sql('CREATE SCHEMA %_cdc');
  await systems.sql('CREATE TABLE %_cdc.dead_letters (table_name text, key jsonb)');
  await systems.sql(`INSERT INTO %_cdc.dead_letters VALUES ('refused', '{"id": 3}'), ('other', '{"id": 4}')`);
  const { differences } = await systems.verify('refused');
  await systems.sql('DROP SCHEMA %_cdc CASCADE');
  expect(differences.map(({ key, cause }) => [key.id, cause])).toEqual([
    ['3', 'dead-letter'],
    ['4', 'unknown'],
  ]);
}, 60_000);

test('composite keys, and partitions that have static columns but no row', async () => {
  await systems.cql(
    `CREATE TABLE %.composite (a text, b int, c uuid, s text static, v text, PRIMARY KEY ((a, b), c)) WITH cdc = true`,
  );
  await systems.sql('CREATE TABLE %.composite (a text, b int, c uuid, v text, PRIMARY KEY (a, b, c))');
  const id = '9f3c1d52-0f0a-4b1c-8a67-2f1d3c4b5a69';
  await systems.cql(`INSERT INTO %.composite (a, b, c, s, v) VALUES ('x', 1, ${id}, 'static', 'v')`);
  await systems.cql(`INSERT INTO %.composite (a, b, s) VALUES ('only static', 1, 'static')`);
  await systems.sql(`INSERT INTO %.composite VALUES ('x', 1, '${id}', 'v'), ('x', 2, '${id}', 'v')`);
  const report = await systems.verify('composite', {}, { exclude: ['s'] });
  expect(report).toMatchObject({
    rows: { cassandra: 1, postgresql: 2 },
    differences: [{ kind: 'extra', key: { a: 'x', b: '2', c: id } }],
  });
}, 60_000);

test('a view that is missing, or lacks a column, is told with the way out', async () => {
  await createTable('incomplete', 1);
  await systems.sql('ALTER TABLE %.incomplete DROP COLUMN score');
  await expect(systems.verify('incomplete')).rejects.toMatchObject({
    kind: 'invalid',
    hint: 'run `cdcctl deploy` first',
  });
  await systems.sql('DROP TABLE %.incomplete');
  await expect(systems.verify('incomplete')).rejects.toMatchObject({
    kind: 'invalid',
    hint: 'run `cdcctl deploy` first',
  });
}, 60_000);
