import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type types } from 'cassandra-driver';
import { type BothSystems, openBothSystems } from './both-systems.js';

let systems: BothSystems;

/** The partition that Cassandra refuses to read: more than 100,000 tombstones (tombstone_failure_threshold). */
const dead = 1000;
const deadRows = 4200;
/** NULL that is written is a tombstone; 25 of them in each row are too many for a page of 5,000 rows. */
const nulls = Array.from({ length: 25 }, (_, index) => `n${index}`);

beforeAll(async () => {
  systems = await openBothSystems();
  const declared = nulls.map((name) => `${name} int`).join(', ');
  await systems.cql(`CREATE TABLE %.wide (p int, c int, v text, ${declared}, PRIMARY KEY (p, c)) WITH cdc = true`);
  await systems.sql(`CREATE TABLE %.wide (p int, c int, v text, ${declared}, PRIMARY KEY (p, c))`);
  const insertDead = `INSERT INTO ${systems.name}.wide (p, c, v, ${nulls.join(', ')}) VALUES (?, ?, 'v', ${nulls.map(() => 'null').join(', ')})`;
  const insertAlive = `INSERT INTO ${systems.name}.wide (p, c, v) VALUES (?, ?, 'v')`;
  for (let at = 0; at < deadRows; at += 100) {
    const rows = Array.from({ length: 100 }, (_, c) => ({ query: insertDead, params: [dead, at + c] }));
    await systems.cassandra.batch(rows, { prepare: true, logged: false });
  }
  for (let p = 0; p < 200; p++) await systems.cassandra.execute(insertAlive, [p, 0], { prepare: true });
  await systems.sql(`INSERT INTO %.wide (p, c, v) SELECT p, 0, 'v' FROM generate_series(0, 199) AS ps(p)`);
}, 60_000);

afterAll(() => systems.close(), 60_000);

async function tokenOf(p: number): Promise<bigint> {
  const query = `SELECT token(p) AS at FROM ${systems.name}.wide WHERE p = ? LIMIT 1`;
  const { rows } = await systems.cassandra.execute(query, [p], { prepare: true });
  return BigInt((rows[0]!.at as types.Long).toString());
}

/** Puts so many rows of the dead partition into PostgreSQL. */
async function setDeadRows(rows: number): Promise<void> {
  await systems.sql(`DELETE FROM %.wide WHERE p = ${dead}`);
  await systems.sql(
    `INSERT INTO %.wide (p, c, v) SELECT ${dead}, c, 'v' FROM generate_series(0, ${rows - 1}) AS cs(c)`,
  );
}

test.each([
  // As few as the sketches can name, and so many that Cassandra is searched again.
  { rows: 50 },
  { rows: deadRows },
])(
  'a partition that cannot be read leaves the verdict open, and its $rows rows in PostgreSQL are not called extra',
  async ({ rows }) => {
    await setDeadRows(rows);
    const { exitCode, report } = await systems.run('wide', '--max-wait', '100ms');
    expect(exitCode).toBe(4);
    const [table] = report!.tables;
    expect(report!.equal).toBe(false);
    expect(table).toMatchObject({
      verdict: 'inconclusive',
      rows: { cassandra: 200, postgresql: 200 + rows },
      differences: [],
      differenceCount: 0,
    });
    // It is cut down to the partition, as far as ranges are halved, and the reason is told.
    expect(table!.unreadRanges).toHaveLength(1);
    const [{ after, to, failure } = { after: '', to: '', failure: '' }] = table!.unreadRanges;
    const token = await tokenOf(dead);
    expect(token > BigInt(after) && token <= BigInt(to)).toBe(true);
    expect(BigInt(to) - BigInt(after)).toBeLessThan(2n ** 64n / 1000n);
    expect(failure).toMatch(/failure|tombstone/i);
    expect(table!.ring.reduce((sum, { unreadRanges }) => sum + unreadRanges, 0)).toBe(1);
  },
  60_000,
);

test.each([{ rows: 50 }, { rows: deadRows }])(
  'differences elsewhere are found all the same, and decide: beside $rows rows',
  async ({ rows }) => {
    await setDeadRows(rows);
    await systems.sql(`UPDATE %.wide SET v = 'other' WHERE p = 17`);
    await systems.sql(`INSERT INTO %.wide (p, c, v) VALUES (18, 1, 'only here')`);
    await systems.sql('DELETE FROM %.wide WHERE p = 19');
    const { exitCode, report } = await systems.run('wide', '--max-wait', '100ms');
    await systems.sql(`UPDATE %.wide SET v = 'v' WHERE p = 17`);
    await systems.sql('DELETE FROM %.wide WHERE p = 18 AND c = 1');
    await systems.sql(`INSERT INTO %.wide (p, c, v) VALUES (19, 0, 'v')`);
    expect(exitCode).toBe(3);
    expect(report!.tables[0]).toMatchObject({
      verdict: 'different',
      differences: [
        { kind: 'changed', key: { p: '17', c: '0' } },
        { kind: 'extra', key: { p: '18', c: '1' } },
        { kind: 'missing', key: { p: '19', c: '0' } },
      ],
      differenceCount: 3,
      unreadRanges: [{ after: expect.any(String) }],
    });
  },
  60_000,
);

test('nor is a sample that cannot be read whole equal', async () => {
  await setDeadRows(50);
  const scope = { kind: 'sample', percent: 100, seed: 1 } as const;
  const report = await systems.verify('wide', { scope });
  // Its rows in PostgreSQL can be read in Cassandra one by one.
  expect(report).toMatchObject({ verdict: 'inconclusive', differenceCount: 0, rows: { cassandra: 200 } });
  expect(report.unreadRanges).toHaveLength(1);
}, 60_000);
