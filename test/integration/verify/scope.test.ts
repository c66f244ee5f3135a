import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BothSystems, openBothSystems } from './both-systems.js';
import { createEqualTable, tokensOf } from './equal-table.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close(), 60_000);

describe('columns', () => {
  beforeAll(async () => {
    await createEqualTable(systems, 'narrow', 200);
    await systems.sql(`UPDATE %.narrow SET name = 'other' WHERE id = 1`);
    await systems.sql('UPDATE %.narrow SET score = 0.5 WHERE id = 2');
    await systems.sql(`UPDATE %.narrow SET name = 'other', score = 0.5 WHERE id = 3`);
    await systems.sql('DELETE FROM %.narrow WHERE id = 4');
    await systems.sql(`INSERT INTO %.narrow VALUES (1000, 'x', 1)`);
  }, 60_000);

  const found = async (columns: string[]) => {
    const { differences, columns: compared } = await systems.verify('narrow', { columns });
    return {
      compared,
      found: Object.fromEntries<string[]>(
        differences.map(({ key, columns }) => [key.id!, columns.map(({ name }) => name)]),
      ),
    };
  };

  test('only what differs in the chosen ones is found', async () => {
    expect(await found(['name'])).toEqual({
      compared: ['id', 'name'],
      found: { 1: ['name'], 3: ['name'], 4: ['name'], 1000: ['name'] },
    });
    expect(await found(['score'])).toEqual({
      compared: ['id', 'score'],
      found: { 2: ['score'], 3: ['score'], 4: ['score'], 1000: ['score'] },
    });
  });

  test('without any, it is keys alone', async () => {
    expect(await found([])).toEqual({ compared: ['id'], found: { 4: [], 1000: [] } });
  });

  test('a column that is not there is refused', async () => {
    await expect(systems.verify('narrow', { columns: ['nme'] })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'no replicated column nme',
    });
  });
});

test('of a token range, what differs inside is found, its ends as they are told, and nothing else', async () => {
  await createEqualTable(systems, 'ranged', 3000);
  const ids = [...(await tokensOf(systems, 'ranged'))].sort(([, a], [, b]) => (a < b ? -1 : 1));
  const [after, to] = [500, 2500];
  const id = (index: number) => ids[index]![0];
  // The row at the start is outside, the one at the end inside.
  const changed = { inside: [id(after + 1), id(to), id(1000)], outside: [id(to + 1), id(0), id(2999)] };
  const missing = { inside: [id(700), id(1300)], outside: [id(after), id(3), id(2800)] };
  const all = ({ inside, outside }: typeof changed) => [...inside, ...outside].join(', ');
  await systems.sql(`UPDATE %.ranged SET name = 'other' WHERE id IN (${all(changed)})`);
  await systems.sql(`DELETE FROM %.ranged WHERE id IN (${all(missing)})`);
  // Rows that only PostgreSQL has, with the tokens that Cassandra had for them before.
  const extra = { inside: [id(600), id(1400)], outside: [id(10), id(11), id(2600), id(2700)] };
  await systems.cql(`DELETE FROM %.ranged WHERE id IN (${all(extra)})`);

  const scope = {
    kind: 'tokens',
    after: String(ids[after]![1]),
    to: String(ids[to]![1]),
  } as const;
  const report = await systems.report('ranged', { scope });
  const [table] = report.tables;
  expect(report.scope).toEqual(scope);
  expect(table).toMatchObject({
    rows: { cassandra: 2000 - 2, postgresql: 2000 - 2 },
    kinds: { changed: 3, missing: 2, extra: 2 },
    differenceCount: 7,
  });
  const named = (kind: string) =>
    table!.differences.filter((one) => one.kind === kind).map(({ key }) => Number(key.id));
  const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);
  expect(sorted(named('changed'))).toEqual(sorted(changed.inside));
  expect(sorted(named('missing'))).toEqual(sorted(missing.inside));
  expect(sorted(named('extra'))).toEqual(sorted(extra.inside));

  // More differences than the sketch can name: the second search must stay inside too.
  await systems.sql(`UPDATE %.ranged SET score = -1`);
  const masses = await systems.verify('ranged', { scope, limit: 0 });
  expect(masses.kinds).toEqual({ changed: 2000 - 2 - 2, missing: 2, extra: 2 });
}, 60_000);

test('a table whose tokens PostgreSQL does not tell has no token range', async () => {
  await systems.cql('CREATE TABLE %.inexact (price decimal PRIMARY KEY, v int) WITH cdc = true');
  await systems.sql('CREATE TABLE %.inexact (price numeric PRIMARY KEY, v int)');
  const scope = { kind: 'tokens', after: '0', to: '7' } as const;
  await expect(systems.verify('inexact', { scope })).rejects.toMatchObject({ kind: 'invalid' });
});

describe('samples', () => {
  const rows = 3000;
  const sample = (percent: number, seed = 1) => ({ scope: { kind: 'sample', percent, seed } as const });

  beforeAll(async () => {
    for (const name of ['planted', 'equal', 'changed']) await createEqualTable(systems, name, rows);
    await systems.sql(`UPDATE %.planted SET name = 'other' WHERE id IN (1, 2, 3)`);
    await systems.sql('DELETE FROM %.planted WHERE id IN (4, 5)');
    await systems.sql(`INSERT INTO %.planted VALUES (10000, 'x', 1)`);
    await systems.sql(`UPDATE %.changed SET name = 'other'`);
  }, 60_000);

  test('one of all rows finds every difference, each once', async () => {
    const report = await systems.verify('planted', sample(100));
    expect(report).toMatchObject({
      rows: { cassandra: rows, postgresql: rows - 1 },
      differenceCount: 6,
      kinds: { changed: 3, missing: 2, extra: 1 },
    });
    expect(report.differences.map(({ key }) => key.id)).toEqual(['1', '10000', '2', '3', '4', '5']);
  }, 60_000);

  test('a small one tells its scope, and looks at about that part of the rows on both sides', async () => {
    const report = await systems.report('equal', sample(5, 7));
    expect(report).toMatchObject({ equal: true, scope: { kind: 'sample', percent: 5, seed: 7 } });
    for (const side of ['cassandra', 'postgresql'] as const) {
      const looked = report.tables[0]!.rows[side];
      // Four standard deviations around 150.
      expect(Math.abs(looked - 150)).toBeLessThan(50);
    }
  }, 60_000);

  test('a small one finds differences among what it looks at', async () => {
    const report = await systems.verify('changed', { ...sample(5), limit: rows });
    expect(report.verdict).toBe('different');
    const looked = report.rows.cassandra + report.rows.postgresql;
    // A row may be in both parts, but counts once.
    expect(report.differenceCount).toBeGreaterThanOrEqual(Math.max(report.rows.cassandra, report.rows.postgresql));
    expect(report.differenceCount).toBeLessThanOrEqual(looked);
    expect(new Set(report.differences.map(({ key }) => key.id)).size).toBe(report.differenceCount);
  }, 60_000);

  test('a view that is not what it should be is an error', async () => {
    await createEqualTable(systems, 'incomplete', 10);
    await systems.sql('ALTER TABLE %.incomplete DROP COLUMN score');
    await expect(systems.verify('incomplete', sample(100))).rejects.toMatchObject({
      kind: 'invalid',
      hint: 'run `cdcctl deploy` first',
    });
  }, 60_000);

  test('the same seed looks at the same rows of Cassandra', async () => {
    const look = async (seed: number) =>
      (await systems.verify('equal', { ...sample(2, seed), limit: rows })).ring.map((piece) => piece.rows);
    expect(await look(3)).toEqual(await look(3));
    expect(await look(3)).not.toEqual(await look(4));
  }, 60_000);
});
