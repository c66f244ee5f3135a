import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BothSystems, openBothSystems } from './both-systems.js';
import { keySamples, samples, type TypeSamples, userTypes } from './every-type.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
  for (const statement of userTypes) await systems.cql(statement);
}, 60_000);

afterAll(() => systems.close(), 60_000);

const columnsOf = (of: TypeSamples[]) => of.map((_, index) => `c${index}`);

async function createTable(
  name: string,
  keys: { declared: string; primary: string },
  columns: TypeSamples[] = samples,
): Promise<void> {
  const declare = (side: 'cql' | 'postgresql') => columns.map((one, index) => `c${index} ${one[side]}`).join(', ');
  const primary = `PRIMARY KEY (${keys.primary})`;
  await systems.cql(`CREATE TABLE %.${name} (${keys.declared}, ${declare('cql')}, ${primary}) WITH cdc = true`);
  await systems.sql(`CREATE TABLE %.${name} (${keys.declared}, ${declare('postgresql')}, ${primary})`);
}

test('values of every type are found equal, the extremes and NULL among them', async () => {
  await createTable('every_type', { declared: 'id int', primary: 'id' });
  const most = Math.max(...samples.map(({ values }) => values.length));
  for (let id = 0; id < most; id++) {
    const values = samples.map((sample) => sample.values[id % sample.values.length]!);
    await systems.cql(
      `INSERT INTO %.every_type (id, ${columnsOf(samples).join(', ')}) VALUES (${[id, ...values.map(([cql]) => cql)].join(', ')})`,
    );
    await systems.sql(`INSERT INTO %.every_type VALUES (${[id, ...values.map(([, sql]) => sql)].join(', ')})`);
  }
  await systems.cql('INSERT INTO %.every_type (id) VALUES (-1)');
  await systems.sql('INSERT INTO %.every_type VALUES (-1)');

  const report = await systems.verify('every_type');
  expect(report.differences).toEqual([]);
  expect(report).toMatchObject({ equal: true, rows: { cassandra: most + 1, postgresql: most + 1 } });
}, 60_000);

test('one changed cell is named, whatever its type: another value, NULL here and NULL there', async () => {
  await createTable('one_cell', { declared: 'id int', primary: 'id' });
  // Row 3i has another value in column i, row 3i + 1 has NULL in PostgreSQL, row 3i + 2 has NULL in Cassandra.
  for (const [i, { values }] of samples.entries()) {
    const [first, second = ['', 'NULL']] = values as [[string, string], [string, string]?];
    const pairs = [
      [first[0], second[1]],
      [first[0], 'NULL'],
      ['null', first[1]],
    ] as const;
    for (const [kind, [cql, sql]] of pairs.entries()) {
      await systems.cql(`INSERT INTO %.one_cell (id, c${i}) VALUES (${3 * i + kind}, ${cql})`);
      await systems.sql(`INSERT INTO %.one_cell (id, c${i}) VALUES (${3 * i + kind}, ${sql})`);
    }
  }

  const { differences } = await systems.verify('one_cell', { limit: 1000 });
  expect(differences).toHaveLength(3 * samples.length);
  for (const { kind, key, columns: differing } of differences) {
    const id = Number(key.id);
    const [{ name, cassandra, postgresql } = { name: '', cassandra: null, postgresql: null }] = differing;
    expect([kind, differing.length, name]).toEqual(['changed', 1, `c${Math.floor(id / 3)}`]);
    expect(cassandra).not.toBe(postgresql);
    if (id % 3 === 1) expect([typeof cassandra, postgresql]).toEqual(['string', null]);
    if (id % 3 === 2) expect([cassandra, typeof postgresql]).toEqual([null, 'string']);
  }
  const textOf = (id: number) => differences.find(({ key }) => key.id === String(id))!.columns[0]!;
  for (const i of samples.keys()) expect(textOf(3 * i + 1).cassandra).toBe(textOf(3 * i + 2).postgresql);
}, 60_000);

test('the smallest step is found in a column of every type, and that column alone is named', async () => {
  await createTable('steps', { declared: 'id int', primary: 'id' });
  const planted = samples.flatMap(({ steps }, column) => steps.map(([cql, sql]) => ({ cql, sql, column })));
  for (const [id, { cql, sql, column }] of planted.entries()) {
    await systems.cql(`INSERT INTO %.steps (id, c${column}) VALUES (${id}, ${cql})`);
    await systems.sql(`INSERT INTO %.steps (id, c${column}) VALUES (${id}, ${sql})`);
  }

  const { differences, differenceCount } = await systems.verify('steps', { limit: 1000 });
  const found = new Map(differences.map(({ key, ...difference }) => [key.id, difference]));
  const missed = planted.filter((_, id) => !found.has(String(id)));
  expect(missed.map(({ cql, sql, column }) => `${samples[column]!.cql}: ${cql} and ${sql}`)).toEqual([]);
  for (const [id, { column }] of planted.entries()) {
    expect(found.get(String(id))).toMatchObject({ kind: 'changed', columns: [{ name: `c${column}` }] });
    const [{ cassandra, postgresql } = { cassandra: '', postgresql: '' }] = found.get(String(id))!.columns;
    // Characters that look alike are not the same text.
    expect(cassandra).not.toBe(postgresql);
  }
  expect(differenceCount).toBe(planted.length);
}, 60_000);

// PostgreSQL's indexes have 32 columns at most.
test.each([
  { name: 'scalar_keys', columns: keySamples.filter(({ cql }) => !cql.startsWith('frozen')) },
  // The log does not carry the blobs of a collection, which therefore is refused as a key.
  { name: 'collection_keys', columns: keySamples.filter(({ cql }) => /^frozen(?!.*blob)/.test(cql)) },
])(
  'rows are looked up on both sides by keys of every type: $name',
  async ({ name, columns }) => {
    const names = columnsOf(columns);
    await createTable(name, { declared: 'part int, v int', primary: ['part', ...names].join(', ') }, columns);
    const most = Math.max(...columns.map(({ values }) => values.length));
    const insert = (side: 0 | 1, row: { id: number; part: number; v: number }) => {
      const values = columns.map((sample) => sample.values[row.id % sample.values.length]![side]);
      return `INSERT INTO %.${name} (part, v, ${names.join(', ')}) VALUES (${[row.part, row.v, ...values].join(', ')})`;
    };
    // Partition 0 is equal, 1 is only in Cassandra, 2 only in PostgreSQL, 3 differs.
    for (let id = 0; id < most; id++) {
      for (const part of [0, 1, 3]) await systems.cql(insert(0, { id, part, v: 1 }));
      for (const part of [0, 2, 3]) await systems.sql(insert(1, { id, part, v: part === 3 ? 2 : 1 }));
    }

    const { differences } = await systems.verify(name);
    const kinds = differences.map(({ kind, key }) => `${key.part} ${kind}`).sort();
    expect(kinds).toEqual(['1 missing', '2 extra', '3 changed'].flatMap((kind) => new Array<string>(most).fill(kind)));
  },
  60_000,
);
