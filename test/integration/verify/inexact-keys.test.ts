import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BothSystems, openBothSystems } from './both-systems.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close(), 60_000);

interface Keys {
  name: string;
  cql: string;
  sql: string;
  /** The key of a row in CQL, and what PostgreSQL keeps of it. */
  key: (n: number) => { cql: string; sql: string };
}

const keys: Keys[] = [
  {
    name: 'price',
    cql: 'decimal',
    sql: 'numeric',
    key: (n) => ({ cql: `${n}.50`, sql: `${n}.5` }),
  },
  {
    name: 'at',
    cql: 'time',
    sql: 'time',
    key: (n) => ({
      cql: `'00:00:00.${String(n).padStart(6, '0')}789'`,
      sql: `'00:00:00.${String(n).padStart(6, '0')}'`,
    }),
  },
  {
    name: 'score',
    cql: 'double',
    sql: 'double precision',
    key: (n) => (n === 0 ? { cql: '-0.0', sql: `'-0'` } : { cql: `${n / 7}`, sql: `'${n / 7}'` }),
  },
];

test.each(keys)(
  'rows whose key PostgreSQL does not keep to the bit are found once each: $name',
  async ({ name, cql, sql, key }) => {
    await systems.cql(`CREATE TABLE %.by_${name} (${name} ${cql} PRIMARY KEY, v int) WITH cdc = true`);
    await systems.sql(`CREATE TABLE %.by_${name} (${name} ${sql} PRIMARY KEY, v int)`);
    const total = 300;
    const isMissing = (n: number) => n % 100 === 7;
    const isExtra = (n: number) => n % 100 === 8;
    // The row with key 0 among them.
    const isChanged = (n: number) => n % 100 === 0;
    for (let n = 0; n < total; n++) {
      if (!isExtra(n)) await systems.cql(`INSERT INTO %.by_${name} (${name}, v) VALUES (${key(n).cql}, ${n})`);
      const v = isChanged(n) ? -1 : n;
      if (!isMissing(n)) await systems.sql(`INSERT INTO %.by_${name} VALUES (${key(n).sql}, ${v})`);
    }
    const report = await systems.verify(`by_${name}`);
    expect(report).toMatchObject({
      verdict: 'different',
      rows: { cassandra: total - 3, postgresql: total - 3 },
      differenceCount: 9,
      kinds: { missing: 3, extra: 3, changed: 3 },
      unreadRows: 0,
    });
    expect(new Set(report.differences.map((one) => one.key[name])).size).toBe(9);
    // Nothing but what is compared differs.
    await systems.cql(`TRUNCATE %.by_${name}`);
    await systems.sql(`TRUNCATE %.by_${name}`);
    expect((await systems.verify(`by_${name}`)).equal).toBe(true);
  },
  60_000,
);

test.each([
  { name: 'twin_price', cql: 'decimal', sql: 'numeric', twins: ['1.5', '1.50'] },
  { name: 'twin_at', cql: 'time', sql: 'time', twins: [`'00:00:00.000001001'`, `'00:00:00.000001002'`] },
  { name: 'twin_score', cql: 'double', sql: 'double precision', twins: ['0.0', '-0.0'] },
])(
  'rows that PostgreSQL does not keep apart are never equal: $name',
  async ({ name, cql, sql, twins }) => {
    await systems.cql(`CREATE TABLE %.${name} (k ${cql} PRIMARY KEY, v int) WITH cdc = true`);
    await systems.sql(`CREATE TABLE %.${name} (k ${sql} PRIMARY KEY, v int)`);
    for (const twin of twins) await systems.cql(`INSERT INTO %.${name} (k, v) VALUES (${twin}, 7)`);
    await systems.sql(`INSERT INTO %.${name} VALUES (${twins[0]}, 7)`);
    expect(await systems.verify(name)).toMatchObject({
      verdict: 'different',
      rows: { cassandra: 2, postgresql: 1 },
      kinds: { missing: 1 },
    });
    // Of one of them alone nothing is missing.
    await systems.cql(`DELETE FROM %.${name} WHERE k = ${twins[1]}`);
    expect(await systems.verify(name)).toMatchObject({ verdict: 'equal' });
  },
  60_000,
);
