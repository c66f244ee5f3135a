import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectClient } from '../../../src/clients/connect.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, type CliRun } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
  await example.cql(
    'CREATE TABLE warehouse.poison (id int PRIMARY KEY, items list<frozen<tuple<int, text>>>) WITH cdc = true',
  );
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await write(0);
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close(), 60_000);

const uuid = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
const write = (id: number) =>
  example.cql(`INSERT INTO warehouse.users (user_id, email) VALUES (${uuid(id)}, 'written')`);
const sink = () => `${example.name}-sink-users`;

/** Runs a watch until it has said all that is waited for. */
async function watchUntil(said: RegExp[]): Promise<CliRun> {
  const stop = new AbortController();
  let stderr = '';
  const ended = cdcctl(['watch', '--interval', '1s', ...example.files], {
    cwd: process.env.CDCCTL_TEST_STACK_DIR!,
    signal: stop.signal,
    onStderr: (text) => {
      stderr += text;
      if (said.every((pattern) => pattern.test(stderr))) stop.abort();
    },
  });
  const timer = setTimeout(() => stop.abort(), 90_000);
  const run = await ended;
  clearTimeout(timer);
  for (const pattern of said) expect(run.stderr).toMatch(pattern);
  return run;
}

test('a sink that has failed is restarted', async () => {
  const connect = new ConnectClient(stackOfTests().connect);
  await example.sql('ALTER TABLE warehouse_cdc.users_inlet RENAME TO users_away');
  await connect.restart(sink());
  await write(1);
  await waitFor({ what: 'the sink to fail', timeoutMs: 60_000 }, async () =>
    (await connect.status(sink()))?.tasks[0]?.state === 'FAILED' ? true : undefined,
  );
  await example.sql('ALTER TABLE warehouse_cdc.users_away RENAME TO users_inlet');

  await watchUntil([/task 0 is FAILED.*; restarted it \(restart 1\)/]);
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 180_000);

test('what a source has lost is read back, while its segment is given up', async () => {
  await example.cql("INSERT INTO warehouse.poison (id, items) VALUES (1, [(1, 'a'), (2, 'b')])");
  await example.cql('DELETE items[0] FROM warehouse.poison WHERE id = 1');
  for (let id = 10; id < 20; id++) await write(id);
  expect(await example.verify()).toMatchObject({ exitCode: 3 });

  await watchUntil([/users: 10 changes from \S+ to \S+ were lost; 10 partitions read back/]);
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
  // The connector is done with this segment, and would lose what other tests write to it: with a drop the node leaves it.
  await example.cql('DROP TABLE warehouse.poison');
}, 180_000);
