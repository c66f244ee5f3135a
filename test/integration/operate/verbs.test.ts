import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type VerbResult } from '../../../src/cli/operate/verb.js';
import { ConnectClient } from '../../../src/clients/connect.js';
import { cdcctl, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { absentUrl, stackOfTests } from '../../support/stack.js';

let example: ExamplePipeline;
let connect: ConnectClient;

beforeAll(async () => {
  connect = new ConnectClient(stackOfTests().connect);
  example = await openExamplePipeline();
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close(), 120_000);

async function operate(command: string, ...argv: string[]) {
  const run = await example.run(command, ...argv, '-o', 'json');
  const { connectors } = dataOf<VerbResult>(run);
  return {
    exitCode: run.exitCode,
    connectors: Object.fromEntries(
      connectors.map(({ connector, ...one }) => [connector.slice(example.name.length + 1), one]),
    ),
  };
}

const sink = (table = 'users') => `${example.name}-sink-${table}`;

test('a sink is paused, resumed, stopped and restarted, each twice without harm', async () => {
  const users = ['--table', 'users'];
  expect(await operate('pause', ...users)).toEqual({
    exitCode: 0,
    connectors: { 'sink-users': { kind: 'sink', before: 'RUNNING', after: 'PAUSED', outcome: 'done' } },
  });
  expect(await operate('pause', ...users)).toMatchObject({ connectors: { 'sink-users': { outcome: 'unchanged' } } });
  expect(await operate('restart', ...users)).toMatchObject({
    exitCode: 0,
    connectors: { 'sink-users': { before: 'PAUSED', after: 'PAUSED', outcome: 'done' } },
  });
  expect(await operate('stop', '--connector', sink())).toMatchObject({
    exitCode: 0,
    connectors: { 'sink-users': { before: 'PAUSED', after: 'STOPPED', outcome: 'done' } },
  });
  expect((await connect.status(sink()))?.tasks).toEqual([]);
  expect(await example.run('status')).toMatchObject({ exitCode: 3 });
  expect(await operate('restart', ...users)).toMatchObject({ connectors: { 'sink-users': { outcome: 'unchanged' } } });
  expect(await operate('resume', ...users)).toMatchObject({
    exitCode: 0,
    connectors: { 'sink-users': { before: 'STOPPED', after: 'RUNNING', outcome: 'done' } },
  });
  expect(await operate('restart', ...users)).toMatchObject({
    exitCode: 0,
    connectors: { 'sink-users': { before: 'RUNNING', after: 'RUNNING', outcome: 'done' } },
  });
  expect(await operate('restart', '--failed', ...users)).toMatchObject({
    exitCode: 0,
    connectors: { 'sink-users': { outcome: 'unchanged' } },
  });
}, 120_000);

test('the whole pipeline is paused with its sources first, and resumed with its sinks first', async () => {
  const paused = await operate('pause');
  expect(paused.exitCode).toBe(0);
  expect(Object.keys(paused.connectors)).toEqual(['source-node1', 'sink-orders', 'sink-users']);
  expect(Object.values(paused.connectors).every(({ after }) => after === 'PAUSED')).toBe(true);
  const asked = await operate('resume', '--node', 'node1', '--no-wait');
  expect(asked).toMatchObject({ exitCode: 0, connectors: { 'source-node1': { outcome: 'asked', after: 'RUNNING' } } });
  const resumed = await operate('resume');
  expect(resumed.exitCode).toBe(0);
  expect(Object.keys(resumed.connectors)).toEqual(['sink-users', 'sink-orders', 'source-node1']);
}, 120_000);

test('what has failed is restarted alone, and says so when it fails again', async () => {
  const config = (await connect.config(sink()))!;
  const waitFailed = ['--table', 'users', '--table', 'orders', '--timeout', '30s'];
  try {
    await connect.put(sink(), { ...config, 'collection.name.format': 'nowhere.none' });
    await connect.pause(sink('orders'));
    await example.cql(
      "INSERT INTO warehouse.users (user_id, email) VALUES (00000000-0000-4000-8000-000000000001, 'a')",
    );
    const deadline = Date.now() + 30_000;
    while ((await connect.status(sink()))?.tasks[0]?.state !== 'FAILED' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await operate('resume', ...waitFailed)).toMatchObject({
      exitCode: 4,
      connectors: {
        'sink-users': { after: 'UNKNOWN', outcome: 'failed', error: { kind: 'finding' } },
        'sink-orders': { before: 'PAUSED', after: 'RUNNING', outcome: 'done' },
      },
    });
  } finally {
    await connect.put(sink(), config);
  }
  const again = await operate('restart', '--failed', '--table', 'users');
  expect(again).toMatchObject({ exitCode: 0, connectors: { 'sink-users': { after: 'RUNNING' } } });
}, 120_000);

test.each([
  [['--table', 'user'], 'user: no pipeline has a table of this name', 'did you mean users?'],
  [['--node', 'node2'], 'node2: no pipeline has a node of this name', 'did you mean node1?'],
  [['--connector', 'xyz'], 'xyz: no pipeline has a connector of this name', 'there are: '],
])('%j is told with the nearest name', async (flags, message, hint) => {
  const run = await example.run('pause', ...flags);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(message);
  expect(run.stderr).toContain(hint);
});

test('connectors that are not there', async () => {
  // The pipeline of the stack, which nobody has deployed.
  const run = await cdcctl(['pause', '-o', 'json'], { cwd: process.env.CDCCTL_TEST_STACK_DIR! });
  expect(run.exitCode).toBe(3);
  expect(dataOf<VerbResult>(run).connectors[0]).toMatchObject({
    connector: 'warehouse-source-node1',
    before: 'ABSENT',
    outcome: 'failed',
    error: { kind: 'finding', hint: 'cdcctl deploy makes it' },
  });
});

test('a worker that is not there', async () => {
  const run = await example.run('restart', '--set', `spec.connect.url=${absentUrl()}`, '-o', 'json');
  expect(run.exitCode).toBe(4);
  const { connectors } = dataOf<VerbResult>(run);
  expect(connectors.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'done']);
  expect(connectors[0]!.error).toMatchObject({ kind: 'unreachable' });
}, 120_000);
