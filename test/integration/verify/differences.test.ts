import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BothSystems, openBothSystems } from './both-systems.js';
import { createEqualTable, equalRows, tokensOf } from './equal-table.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close(), 60_000);

const createTable = (name: string, rows: number) => createEqualTable(systems, name, rows);

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
  const tokens = await tokensOf(systems, 'planted');
  const tokenOf = (id: number) => String(tokens.get(id));
  expect(report.kinds).toEqual({ missing: 2, extra: 1, changed: 3 });
  expect(report.causes).toEqual({ unknown: 6 });
  expect(report.differences).toEqual([
    expect.objectContaining({ kind: 'changed', key: { id: '1000' } }),
    {
      kind: 'extra',
      key: { id: '100000' },
      token: expect.stringMatching(/^-?\d+$/),
      columns: [
        { name: 'name', cassandra: null, postgresql: 'only here' },
        { name: 'score', cassandra: null, postgresql: '1' },
      ],
      cause: 'unknown',
      mend: 'cdcctl verify --table planted --repair --delete-extra',
      repair: null,
    },
    expect.objectContaining({ kind: 'changed', key: { id: '1001' } }),
    {
      kind: 'missing',
      key: { id: '17' },
      token: tokenOf(17),
      columns: [
        { name: 'name', cassandra: 'name 17', postgresql: null },
        { name: 'score', cassandra: String(17 / 7), postgresql: null },
      ],
      cause: 'unknown',
      mend: 'cdcctl verify --table planted --repair',
      repair: null,
    },
    {
      kind: 'changed',
      key: { id: '42' },
      token: tokenOf(42),
      columns: [
        { name: 'name', cassandra: 'name 42', postgresql: 'other' },
        { name: 'score', cassandra: '6', postgresql: null },
      ],
      cause: 'unknown',
      mend: 'cdcctl verify --table planted --repair',
      repair: null,
    },
    expect.objectContaining({ kind: 'missing', key: { id: '4711' } }),
  ]);
  const sum = (of: 'rows' | 'differences' | 'unreadRanges') =>
    report.ring.reduce((total, piece) => total + piece[of], 0);
  expect([sum('rows'), sum('differences'), sum('unreadRanges')]).toEqual([5000, 6, 0]);
}, 60_000);

test('all differences are counted where only some are listed', async () => {
  await createTable('emptied', 3000);
  await systems.sql('TRUNCATE %.emptied');
  const report = await systems.verify('emptied', { limit: 5 });
  expect(report).toMatchObject({ differenceCount: 3000, rows: { cassandra: 3000, postgresql: 0 } });
  expect(report.differences).toHaveLength(5);
}, 60_000);

test('more differences than a sketch can name are counted exactly, of each kind', async () => {
  await createTable('many', 30_000);
  await systems.sql('DELETE FROM %.many WHERE mod(id, 3) = 0');
  await systems.sql('UPDATE %.many SET score = score + 1 WHERE mod(id, 3) = 1');
  await systems.sql(`INSERT INTO %.many ${equalRows(100_000, 109_999)}`);
  const report = await systems.verify('many', { limit: 30_000 });
  expect(report).toMatchObject({
    rows: { cassandra: 30_000, postgresql: 30_000 },
    differenceCount: 30_000,
    kinds: { missing: 10_000, changed: 10_000, extra: 10_000 },
    inFlightCount: 0,
    unreadRows: 0,
  });
  const kindOf = (id: number) => (id >= 100_000 ? 'extra' : id % 3 === 0 ? 'missing' : 'changed');
  expect(new Set(report.differences.map(({ key }) => key.id)).size).toBe(30_000);
  expect(report.differences.filter(({ key, kind }) => kind !== kindOf(Number(key.id)))).toEqual([]);
}, 240_000);

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
  await systems.sql(`INSERT INTO %.arriving ${equalRows(0, 9)}`);
  expect(await verifying).toMatchObject({ equal: true, differences: [] });
}, 60_000);

/** Does something again and again until `verifying` is over. */
async function meanwhile<T>(verifying: Promise<T>, work: (version: number) => Promise<unknown>): Promise<T> {
  let isOver = false;
  const writing = (async () => {
    for (let version = 0; !isOver; version++) {
      await work(version);
      await sleep(20);
    }
  })();
  try {
    return await verifying;
  } finally {
    isOver = true;
    await writing;
  }
}

test('a row whose source keeps changing, but which PostgreSQL never follows, is different', async () => {
  await createTable('stuck', 100);
  await systems.sql(`UPDATE %.stuck SET name = 'never there' WHERE id = 7`);
  const report = await meanwhile(systems.verify('stuck', { maxWaitMs: 1500 }), (version) =>
    systems.cql(`UPDATE %.stuck SET name = 'version ${version}' WHERE id = 7`),
  );
  expect(report).toMatchObject({ verdict: 'different', differenceCount: 1, inFlightCount: 0 });
  expect(report.differences).toMatchObject([{ key: { id: '7' }, columns: [{ name: 'name' }] }]);
}, 60_000);

test('a row that PostgreSQL changes all the time is in flight, neither equal nor different', async () => {
  await createTable('hot', 100);
  await systems.sql(`UPDATE %.hot SET name = 'never there' WHERE id = 7`);
  const report = await meanwhile(systems.verify('hot', { maxWaitMs: 1500 }), (version) =>
    systems.sql(`UPDATE %.hot SET name = 'version ${version}' WHERE id = 7`),
  );
  expect(report).toMatchObject({ verdict: 'inconclusive', equal: false, differenceCount: 0, inFlightCount: 1 });
  expect(report.differences).toMatchObject([{ key: { id: '7' }, cause: 'in-flight', mend: null }]);
}, 60_000);

test('of a row that changes and is followed, the cell that was tampered with differs, and no other', async () => {
  await createTable('followed', 100);
  await systems.sql('UPDATE %.followed SET score = 0.5 WHERE id = 7');
  const write = async (version: number): Promise<void> => {
    for (const id of [7, 8]) await systems.cql(`UPDATE %.followed SET name = 'version ${version}' WHERE id = ${id}`);
    await sleep(20);
    await systems.sql(`UPDATE %.followed SET name = 'version ${version}' WHERE id IN (7, 8)`);
  };
  await write(0);
  const report = await meanwhile(systems.verify('followed', { maxWaitMs: 3000 }), (version) => write(version + 1));
  expect(report).toMatchObject({ differenceCount: 1, inFlightCount: 0 });
  expect(report.differences).toMatchObject([
    { kind: 'changed', key: { id: '7' }, columns: [{ name: 'score', cassandra: '1', postgresql: '0.5' }] },
  ]);
}, 60_000);

test('a difference whose event was refused has the cause dead-letter, until the letter is put back', async () => {
  await createTable('refused', 10);
  await systems.sql('DELETE FROM %.refused WHERE id IN (3, 4, 5)');
  await systems.sql('CREATE SCHEMA %_cdc');
  await systems.sql('CREATE TABLE %_cdc.refused_letters (table_name text, key jsonb, outcome text)');
  await systems.sql(
    `INSERT INTO %_cdc.refused_letters VALUES
       ('refused', '{"id": 3}', NULL), ('other', '{"id": 4}', NULL), ('refused', '{"id": 5}', 'replayed')`,
  );
  const { differences } = await systems.verify('refused');
  await systems.sql('DROP SCHEMA %_cdc CASCADE');
  expect(differences.map(({ key, cause }) => [key.id, cause])).toEqual([
    ['3', 'dead-letter'],
    ['4', 'unknown'],
    ['5', 'unknown'],
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
