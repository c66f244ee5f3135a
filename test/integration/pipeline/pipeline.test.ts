import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client as CassandraClient } from 'cassandra-driver';
import pg from 'pg';
import { type DeployResult } from '../../../src/cli/deploy.js';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { ConnectClient } from '../../../src/clients/connect.js';
import { type StatusReport } from '../../../src/deploy/status.js';
import { type VerifyReport } from '../../../src/verify/report.js';
import { cdcctl, dataOf } from '../../support/cli.js';

/** The whole way on real parts: the example pipeline from Cassandra to PostgreSQL. The tests build on each other. */
const loaded = '00000000-0000-4000-8000-000000000001';
const streamed = '00000000-0000-4000-8000-000000000002';

let cassandra: CassandraClient;
let postgres: pg.Client;

const cql = (statement: string) => cassandra.execute(statement);
const run = (...argv: string[]) => cdcctl(argv, { cwd: process.env.CDCCTL_TEST_STACK_DIR! });
const verify = async () => {
  const result = await run('verify', '--max-wait', '20s', '-o', 'json');
  return { exitCode: result.exitCode, report: dataOf<VerifyReport>(result) };
};

async function email(userId: string): Promise<string | undefined> {
  const found = await postgres.query<{ email: string }>('SELECT email FROM warehouse.users WHERE user_id = $1', [
    userId,
  ]);
  return found.rows[0]?.email;
}

beforeAll(async () => {
  cassandra = await connectCassandra({
    contactPoints: [process.env.CASSANDRA_CONTACT_POINTS!],
    localDataCenter: process.env.CASSANDRA_LOCAL_DC!,
  });
  postgres = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await postgres.connect();
  expect(await run('undeploy', '--data', '--yes')).toMatchObject({ exitCode: 0 });
  await cql('TRUNCATE warehouse.users');
  await cql('TRUNCATE warehouse.orders');
});
afterAll(async () => {
  await cassandra.shutdown();
  await postgres.end();
});

describe('the example pipeline', () => {
  test('deploy loads the rows that were there, each cell with its own write time', async () => {
    await cql(
      `INSERT INTO warehouse.users (user_id, email, name) VALUES (${loaded}, 'old', 'Old') USING TIMESTAMP 1000000`,
    );
    await cql(`UPDATE warehouse.users USING TIMESTAMP 3000000 SET email = 'newest' WHERE user_id = ${loaded}`);
    const deployed = await run('deploy', '--wait', '-o', 'json');
    expect(deployed.exitCode).toBe(0);
    expect(dataOf<{ pipelines: DeployResult[] }>(deployed).pipelines[0]!.snapshots).toMatchObject([
      { table: 'users', rows: 1, refused: 0 },
      { table: 'orders', rows: 0, refused: 0 },
    ]);
    expect(await email(loaded)).toBe('newest');
    // Older than what was loaded of one cell, newer than what was loaded of the other.
    await cql(
      `UPDATE warehouse.users USING TIMESTAMP 2000000 SET email = 'stale', name = 'New' WHERE user_id = ${loaded}`,
    );
    const { exitCode } = await verify();
    expect({ exitCode, email: await email(loaded) }).toEqual({ exitCode: 0, email: 'newest' });
  });

  test('deploy changes nothing the second time and restarts no task', async () => {
    const connect = new ConnectClient(process.env.CONNECT_URL!);
    const offsetsBefore = await connect.offsets('warehouse-sink-users');
    const again = await run('deploy', '--wait');
    expect(again).toMatchObject({ exitCode: 0, stdout: 'warehouse: nothing to do\n' });
    expect(await connect.offsets('warehouse-sink-users')).toEqual(offsetsBefore);
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
    await cql(statement);
    const { exitCode, report } = await verify();
    expect({ exitCode, differences: report.tables.flatMap(({ differences }) => differences) }).toEqual({
      exitCode: 0,
      differences: [],
    });
  });

  test('mock data of all kinds ends equal', async () => {
    const generated = await run(
      'generate',
      '--count',
      '4000',
      '--keys',
      '800',
      '--edge-cases',
      '0.1',
      '--seed',
      '11',
      '-q',
    );
    expect(generated.exitCode).toBe(0);
    const { exitCode, report } = await verify();
    expect({ exitCode, report }).toMatchObject({ exitCode: 0, report: { equal: true } });
    expect(report.tables.every(({ rows }) => rows.cassandra > 500 && rows.cassandra === rows.postgresql)).toBe(true);
  });

  test('a snapshot beside the stream changes nothing that is right and repairs what is missing', async () => {
    await postgres.query('DELETE FROM warehouse.users WHERE user_id = $1', [loaded]);
    const snapshot = await run('snapshot', '--table', 'users', '-q');
    expect(snapshot.exitCode).toBe(0);
    expect(await verify()).toMatchObject({ exitCode: 0 });
  });

  test('status shows what runs', async () => {
    const status = await run('status', '-o', 'json');
    const [report] = dataOf<{ pipelines: StatusReport[] }>(status).pipelines;
    expect({ exitCode: status.exitCode, report }).toMatchObject({
      exitCode: 0,
      report: {
        healthy: true,
        deadLetters: 0,
        connectors: [
          { name: 'warehouse-sink-users', state: 'RUNNING', lagRecords: 0, tasks: [{ state: 'RUNNING' }] },
          { name: 'warehouse-sink-orders', state: 'RUNNING', lagRecords: 0 },
          { name: 'warehouse-source-node1', state: 'RUNNING', tasks: [{ state: 'RUNNING' }] },
        ],
      },
    });
  });

  test('verify names exactly the row and the column that somebody changed', async () => {
    await postgres.query(`UPDATE warehouse.users SET email = 'tampered' WHERE user_id = $1`, [loaded]);
    const result = await run('verify', '--max-wait', '2s', '-o', 'json');
    expect(result.exitCode).toBe(3);
    const tables = dataOf<VerifyReport>(result).tables;
    expect(tables.map(({ table, equal }) => [table, equal])).toEqual([
      ['users', false],
      ['orders', true],
    ]);
    expect(tables[0]!.differences).toEqual([
      {
        kind: 'changed',
        key: { user_id: loaded },
        columns: [{ name: 'email', cassandra: 'newest', postgresql: 'tampered' }],
        cause: 'unknown',
      },
    ]);
    await postgres.query(`UPDATE warehouse.users SET email = 'newest' WHERE user_id = $1`, [loaded]);
    expect(await verify()).toMatchObject({ exitCode: 0 });
  });

  test('a task that fails ends deploy --wait with exit code 3 and the reason', async () => {
    const failed = await run('deploy', '--wait', '--set', 'spec.tables.users.sink.batchSize=0');
    expect(failed.exitCode).not.toBe(0);
    const broken = await run('deploy', '--wait', '--set', 'spec.source.nodes.node1.driverConfig=/nonexistent.conf');
    expect(broken).toMatchObject({ exitCode: 3 });
    expect(broken.stderr).toMatch(/error: connector warehouse-source-node1.*FAILED on .*: .*\n/);
    expect(broken.stderr).not.toMatch(/\n\s+at /);
  });

  test('undeploy --data removes everything that deploy made', async () => {
    expect(await run('undeploy', '--data', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await run('undeploy', '--yes')).toMatchObject({ exitCode: 0, stdout: 'warehouse: nothing to do\n' });
    const left = await postgres.query(`SELECT 1 FROM pg_views WHERE schemaname = 'warehouse'`);
    expect(left.rowCount).toBe(0);
    expect(await run('status')).toMatchObject({ exitCode: 3 });
  });
});
