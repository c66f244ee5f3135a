import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

const table = `CREATE TABLE warehouse.accounts (
  id uuid, at timestamp, email text, balance decimal, level int, tags frozen<list<text>>, attributes frozen<map<text, int>>,
  seen timestamp, PRIMARY KEY (id, at)
) WITH cdc = true`;
const tables = `    - name: accounts
      columns:
        type:
          id: varchar(36)
          at: timestamp(3)
          email: varchar(5)
          balance: numeric(12,2)
          level: smallint
          tags: varchar(3)[]
          attributes: json
          seen: date`;
const id = '00000000-0000-4000-8000-00000000000';
const fits = `'abc', 1.50, 7, ['a', 'b'], {'a': 1}, '2024-02-29T00:00:00Z'`;

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline({ cql: [table], tables });
  await insert('1', fits);
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
});
afterAll(() => example.close());

function insert(n: string, values: string): Promise<unknown> {
  return example.cql(
    `INSERT INTO warehouse.accounts (id, at, email, balance, level, tags, attributes, seen)
     VALUES (${id}${n}, '2024-02-29T01:02:03.456Z', ${values})`,
  );
}

/** What verify finds, by the last digit of the key: the columns that differ. */
async function differences(): Promise<Partial<Record<string, string[]>>> {
  const { report } = await example.verify();
  const found = report.tables[0]!.differences;
  return Object.fromEntries(found.map(({ key, columns }) => [key.id!.slice(-1), columns.map(({ name }) => name)]));
}

test('values that the chosen types keep are equal, loaded and streamed', async () => {
  await insert('2', fits);
  const found = await differences();
  expect([found['1'], found['2']]).toEqual([undefined, undefined]);
  const { rows } = await example.sql(
    `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = 'warehouse.accounts'::regclass AND attnum > 0 ORDER BY attname`,
  );
  expect(rows.map(({ type }) => type)).toEqual([
    'timestamp(3) without time zone',
    'json',
    'numeric(12,2)',
    'character varying(5)',
    'character varying(36)',
    'smallint',
    'date',
    'character varying(3)[]',
  ]);
}, 60_000);

test('what a chosen type cuts is found by verify; what it refuses is a dead letter', async () => {
  await insert('3', `'abcdef', 1.005, 7, ['abcd'], {'a': 1}, '2024-02-29T00:00:01Z'`);
  await insert('4', `'abc', 1.5, 70000, [], {}, null`);
  const refused = ['email', 'balance', 'level', 'tags', 'attributes'];
  const found = await differences();
  expect(found['3']!.toSorted()).toEqual(['balance', 'email', 'seen', 'tags']);
  expect(found['4']!.toSorted()).toEqual(refused.toSorted());
  const letters = await example.sql('SELECT sqlstate, key FROM warehouse_cdc.dead_letters');
  expect(letters.rows).toMatchObject([{ sqlstate: '22003' }]);
}, 60_000);

test.each([
  ['email', 'no_such_type', 'type "no_such_type" does not exist'],
  ['level', 'uuid', 'cannot cast type integer to uuid'],
  ['balance', 'numeric(2000)', 'NUMERIC precision 2000 must be between 1 and 1000'],
])('deploy refuses %s %s', async (column, type, message) => {
  const schema = `${example.keyspace}_refused`;
  const chosen = `spec.tables.accounts.columns.type.${column}=${type}`;
  const refused = await example.run('deploy', '--yes', '--set', chosen, '--set', `spec.postgresql.schema=${schema}`);
  await example.postgres.query(`DROP SCHEMA ${schema}, ${schema}_cdc CASCADE`);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain(message);
});
