import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StatusReport } from '../../../src/deploy/status.js';
import { type LagReport } from '../../../src/lag/report.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { Agent } from './running-agent.js';

const [user, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

const agent = new Agent();
let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline({ overlay: (keyspace) => agent.overlay(keyspace) });
  await example.cql(`INSERT INTO warehouse.users (user_id, email, name) VALUES (${user}, 'before', 'Before')`);
  const deployed = await example.run('deploy', '--wait');
  expect(deployed).toMatchObject({ exitCode: 0 });
  expect(deployed.stderr).toContain('the agent of node1 is yours to start');
  await agent.start(example);
}, 240_000);
afterAll(async () => {
  await agent.stop();
  await example.close();
});

/** Rows that come later than a verification waits for are not lost: on a busy machine they may take minutes. */
async function caughtUp(): Promise<void> {
  const waited = await example.run('lag', '--wait-caught-up', '--timeout', '100s', '-q');
  expect(waited).toMatchObject({ exitCode: 0 });
}

async function expectEqual(): Promise<void> {
  await caughtUp();
  const { exitCode, report } = await example.verify();
  const differences = report.tables.flatMap((table) => table.differences);
  expect({ exitCode, differences }).toEqual({ exitCode: 0, differences: [] });
}

describe('from Cassandra to PostgreSQL by a standalone agent', () => {
  test('what was written before and all kinds of statements end equal', async () => {
    for (const statement of [
      `INSERT INTO warehouse.users (user_id, email, name, age, tags) VALUES (${other}, 'a', 'A', 1, {'x', 'y'})`,
      `UPDATE warehouse.users SET age = 2 WHERE user_id = ${other}`,
      `DELETE email FROM warehouse.users WHERE user_id = ${other}`,
      `UPDATE warehouse.users SET tags = {'z', 'ä'} WHERE user_id = ${user}`,
      `UPDATE warehouse.users USING TIMESTAMP 5 SET name = 'past' WHERE user_id = ${user}`,
      `INSERT INTO warehouse.orders (customer_id, placed_at, order_id, items) VALUES (${user}, 2, 50554d6e-29bb-11e5-b345-feff819cdc9f, ['"', ',', ''])`,
      `INSERT INTO warehouse.orders (customer_id, placed_at, order_id, note) VALUES (${other}, 1, 50554d6e-29bb-11e5-b345-feff819cdc9f, 'a')`,
      `DELETE FROM warehouse.orders WHERE customer_id = ${other}`,
    ]) {
      await example.cql(statement);
    }
    await expectEqual();
    await example.cql(`DELETE FROM warehouse.users WHERE user_id = ${other}`);
    await expectEqual();
    const { rows } = await example.sql(
      'SELECT user_id, email, name, tags FROM warehouse.users WHERE user_id = ANY ($1)',
      [[user, other]],
    );
    expect(rows).toEqual([{ user_id: user, email: 'before', name: 'Before', tags: ['z', 'ä'] }]);
    const { rows: orders } = await example.sql('SELECT items FROM warehouse.orders WHERE customer_id = ANY ($1)', [
      [user, other],
    ]);
    expect(orders).toEqual([{ items: ['"', ',', ''] }]);
  });

  test('mock data of all kinds, the limits of every type among it, ends equal', async () => {
    const flags = ['--count', '3000', '--keys', '300', '--edge-cases', '0.1', '--seed', '11', '-q'];
    expect(await example.run('generate', ...flags)).toMatchObject({ exitCode: 0 });
    await expectEqual();
    expect(await example.run('recover', '--dry-run')).toMatchObject({ exitCode: 0 });
  });

  test('an agent that was killed at work goes on, and recover finds what it had not sent', async () => {
    const load = example.run('generate', '--count', '3000', '--keys', '300', '--seed', '12', '-q');
    await waitFor({ what: 'the load', timeoutMs: 30_000 }, async () => {
      const { rows } = await example.cassandra.execute(`SELECT count(*) FROM ${example.keyspace}.users`);
      return Number(rows[0]!.count) > 100 || undefined;
    });
    await agent.kill();
    expect(await load).toMatchObject({ exitCode: 0 });
    await agent.start(example);
    await caughtUp();
    expect(await example.run('recover')).toMatchObject({ exitCode: 0 });
    await expectEqual();
  }, 300_000);

  test('an event that is none is refused as it came, and the sink goes on', async () => {
    const insert = 'INSERT INTO warehouse_cdc.users_inlet (event, __partition, __offset) VALUES ($1, 7, $2)';
    const bad = ['no json', '[]', '{"op":"i","after":{}}'];
    for (const [offset, event] of bad.entries()) await example.sql(insert, [event, offset]);
    const { rows } = await example.sql('SELECT event FROM warehouse_cdc.dead_letters WHERE "partition" = 7');
    expect(rows.map(({ event }) => event)).toEqual(expect.arrayContaining(['no json', '[]']));
    expect(rows).toHaveLength(bad.length);
  });

  test('status and lag know nothing of a source connector, and find nothing wrong', async () => {
    const status = dataOf<{ pipelines: StatusReport[] }>(await example.run('status', '-o', 'json')).pipelines[0]!;
    expect(status).toMatchObject({ healthy: true, agents: ['node1'] });
    expect(status.connectors.map(({ kind }) => kind)).toEqual(['sink', 'sink']);
    const lag = await example.run('lag', '-o', 'json');
    expect(lag).toMatchObject({ exitCode: 0 });
    const [report] = dataOf<{ pipelines: LagReport[] }>(lag).pipelines;
    expect(report).toMatchObject({ recordsBehind: 0, sources: [{ node: 'node1', recordsBehind: 0, unknown: null }] });
  });

  test('a second deploy changes nothing, and the node cannot be restarted from here', async () => {
    expect((await example.run('deploy')).stdout).toContain('nothing to do');
    const restart = await example.run('restart', '--node', 'node1');
    expect(restart).toMatchObject({ exitCode: 2 });
    expect(restart.stderr).toContain(`systemctl restart ${example.name}-agent`);
    expect(await example.run('restart')).toMatchObject({ exitCode: 0 });
  });
});
