import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type VerifyReport } from '../../../src/verify/report.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

const loaded = '00000000-0000-4000-8000-000000000001';
const streamed = '00000000-0000-4000-8000-000000000002';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
  const { cql, run } = example;
  await cql(
    `INSERT INTO warehouse.users (user_id, email, name) VALUES (${loaded}, 'old', 'Old') USING TIMESTAMP 1000000`,
  );
  await cql(`UPDATE warehouse.users USING TIMESTAMP 3000000 SET email = 'newest' WHERE user_id = ${loaded}`);
  expect(await run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
});
afterAll(() => example.close());

async function email(): Promise<unknown> {
  const found = await example.sql('SELECT email FROM warehouse.users WHERE user_id = $1', [loaded]);
  return found.rows[0]?.email;
}

async function expectEqual(): Promise<void> {
  const { exitCode, report } = await example.verify();
  const differences = report.tables.flatMap((table) => table.differences);
  expect({ exitCode, differences }).toEqual({ exitCode: 0, differences: [] });
}

describe('from Cassandra to PostgreSQL', () => {
  test('rows that were there before are loaded with the write times of their cells', async () => {
    expect(await email()).toBe('newest');
    // Older than the one loaded cell and newer than the other.
    await example.cql(
      `UPDATE warehouse.users USING TIMESTAMP 2000000 SET email = 'stale', name = 'New' WHERE user_id = ${loaded}`,
    );
    await expectEqual();
    expect(await email()).toBe('newest');
  });

  test.each([
    [
      'a full insert',
      `INSERT INTO warehouse.users (user_id, email, name, age, tags) VALUES (${streamed}, 'a', 'A', 1, {'x', 'y'})`,
    ],
    ['a partial update', `UPDATE warehouse.users SET age = 2 WHERE user_id = ${streamed}`],
    ['a cell delete', `DELETE email FROM warehouse.users WHERE user_id = ${streamed}`],
    ['a frozen collection set to null', `UPDATE warehouse.users SET tags = null WHERE user_id = ${streamed}`],
    ['a write from the past', `UPDATE warehouse.users USING TIMESTAMP 5 SET name = 'past' WHERE user_id = ${streamed}`],
    [
      'a value as large as this Cassandra takes, whose record is larger than what producers send by default',
      `UPDATE warehouse.users SET avatar = 0x${'ab'.repeat(480_000)} WHERE user_id = ${streamed}`,
    ],
    ['a row delete', `DELETE FROM warehouse.users WHERE user_id = ${streamed}`],
    ['an insert of a key alone', `INSERT INTO warehouse.users (user_id) VALUES (${streamed})`],
    [
      'a batch with clustering keys',
      `BEGIN BATCH
         INSERT INTO warehouse.orders (customer_id, placed_at, order_id, note) VALUES (${streamed}, 1, 50554d6e-29bb-11e5-b345-feff819cdc9f, 'a');
         INSERT INTO warehouse.orders (customer_id, placed_at, order_id, items) VALUES (${streamed}, 2, 50554d6e-29bb-11e5-b345-feff819cdc9f, ['"', ',', '']);
       APPLY BATCH`,
    ],
    ['a partition delete', `DELETE FROM warehouse.orders WHERE customer_id = ${streamed}`],
  ])('%s arrives', async (_statement, statement) => {
    await example.cql(statement);
    await expectEqual();
  });

  test('mock data of all kinds, the limits of every type among it, ends equal', async () => {
    const flags = ['--count', '4000', '--keys', '800', '--edge-cases', '0.1', '--seed', '11', '-q'];
    expect(await example.run('generate', ...flags)).toMatchObject({ exitCode: 0 });
    await expectEqual();
    const { report } = await example.verify();
    expect(report.tables.every(({ rows }) => rows.cassandra > 400 && rows.cassandra === rows.postgresql)).toBe(true);
  });

  test('a snapshot beside the stream repairs what is missing and changes nothing else', async () => {
    await example.sql('DELETE FROM warehouse.users WHERE user_id = $1', [loaded]);
    expect(await example.run('snapshot', '--table', 'users', '-q')).toMatchObject({ exitCode: 0 });
    await expectEqual();
  });

  test('verify names exactly the row and the column that somebody changed', async () => {
    await example.sql(`UPDATE warehouse.users SET email = 'tampered' WHERE user_id = $1`, [loaded]);
    const result = await example.run('verify', '--max-wait', '2s', '-o', 'json');
    await example.sql(`UPDATE warehouse.users SET email = 'newest' WHERE user_id = $1`, [loaded]);
    expect(result.exitCode).toBe(3);
    const differences = dataOf<VerifyReport>(result).tables.flatMap((table) => table.differences);
    expect(differences).toMatchObject([
      {
        kind: 'changed',
        key: { user_id: loaded },
        columns: [{ name: 'email', cassandra: 'newest', postgresql: 'tampered' }],
        cause: 'changed-in-postgresql',
        mend: 'cdcctl verify --table users --repair',
      },
    ]);
  });
});
