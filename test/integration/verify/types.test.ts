import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BothSystems, openBothSystems } from './both-systems.js';
import { samples } from './every-type.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close());

test('values of every type are found equal, the extremes and NULL among them', async () => {
  const columns = samples.map((_, index) => `c${index}`);
  await systems.cql(
    `CREATE TABLE %.every_type (id int PRIMARY KEY, ${samples.map(({ cql }, i) => `c${i} ${cql}`).join(', ')}) WITH cdc = true`,
  );
  await systems.sql(
    `CREATE TABLE %.every_type (id int PRIMARY KEY, ${samples.map(({ postgresql }, i) => `c${i} ${postgresql}`).join(', ')})`,
  );
  const most = Math.max(...samples.map(({ values }) => values.length));
  for (let id = 0; id < most; id++) {
    const values = samples.map((sample) => sample.values[id % sample.values.length]!);
    await systems.cql(
      `INSERT INTO %.every_type (id, ${columns.join(', ')}) VALUES (${[id, ...values.map(([cql]) => cql)].join(', ')})`,
    );
    await systems.sql(`INSERT INTO %.every_type VALUES (${[id, ...values.map(([, sql]) => sql)].join(', ')})`);
  }
  await systems.cql('INSERT INTO %.every_type (id) VALUES (-1)');
  await systems.sql('INSERT INTO %.every_type VALUES (-1)');

  const report = await systems.verify('every_type');
  expect(report.differences).toEqual([]);
  expect(report).toMatchObject({ equal: true, rows: { cassandra: most + 1, postgresql: most + 1 } });
}, 60_000);

test.each(samples)(
  'a changed, a missing and an extra $cql are named',
  async ({ cql, postgresql, values: [first, second = ['null', 'null']] }) => {
    const table = `differs_${cql.replaceAll(/\W/g, '')}`;
    await systems.cql(`CREATE TABLE %.${table} (id int PRIMARY KEY, v ${cql}) WITH cdc = true`);
    await systems.sql(`CREATE TABLE %.${table} (id int PRIMARY KEY, v ${postgresql})`);
    await systems.cql(`INSERT INTO %.${table} (id, v) VALUES (1, ${first![0]})`);
    await systems.cql(`INSERT INTO %.${table} (id, v) VALUES (2, ${first![0]})`);
    await systems.cql(`INSERT INTO %.${table} (id, v) VALUES (3, null)`);
    await systems.sql(`INSERT INTO %.${table} VALUES (1, ${second[1]}), (2, null), (3, ${first![1]})`);

    const { differences } = await systems.verify(table);
    expect(differences.map(({ kind, key }) => [kind, key.id])).toEqual([
      ['changed', '1'],
      ['changed', '2'],
      ['changed', '3'],
    ]);
    const [[changed], [toNull], [fromNull]] = differences.map(({ columns }) => columns) as [
      [{ cassandra: string; postgresql: string }],
      [{ cassandra: string; postgresql: string }],
      [{ cassandra: string; postgresql: string }],
    ];
    expect(changed.cassandra).not.toBe(changed.postgresql);
    expect(toNull).toMatchObject({ cassandra: changed.cassandra, postgresql: null });
    expect(fromNull).toMatchObject({ cassandra: null, postgresql: changed.cassandra });
  },
  60_000,
);

test.each(samples)(
  'rows with a key of type $cql are looked up on both sides',
  async ({ cql, postgresql, values }) => {
    const table = `keyed_${cql.replaceAll(/\W/g, '')}`;
    const keys = values.filter(([literal]) => !["''", '0x'].includes(literal));
    await systems.cql(`CREATE TABLE %.${table} (k ${cql}, part int, v int, PRIMARY KEY (part, k)) WITH cdc = true`);
    await systems.sql(`CREATE TABLE %.${table} (k ${postgresql}, part int, v int, PRIMARY KEY (part, k))`);
    // Partition 0 is equal, 1 is only in Cassandra, 2 only in PostgreSQL, 3 differs.
    for (const [key, literal] of keys) {
      for (const part of [0, 1, 3])
        await systems.cql(`INSERT INTO %.${table} (k, part, v) VALUES (${key}, ${part}, 1)`);
      for (const part of [0, 2, 3]) {
        await systems.sql(
          `INSERT INTO %.${table} VALUES (${literal}, ${part}, ${part === 3 ? 2 : 1}) ON CONFLICT DO NOTHING`,
        );
      }
    }
    const { rows } = await systems.cassandra.execute(`SELECT count(*) FROM ${systems.name}.${table} WHERE part = 0`);
    const distinct = Number(rows[0]!.count);
    const report = await systems.verify(table);
    const kinds = report.differences.map(({ kind, key }) => `${key.part} ${kind}`).sort();
    expect(kinds).toEqual(
      ['1 missing', '2 extra', '3 changed'].flatMap((kind) => Array.from({ length: distinct }, () => kind)),
    );
  },
  60_000,
);
