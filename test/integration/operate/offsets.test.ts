import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ChangeResult } from '../../../src/cli/offsets/change.js';
import { ConnectClient } from '../../../src/clients/connect.js';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { type ConnectorOffsets } from '../../../src/deploy/operate/offsets/read.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

let example: ExamplePipeline;
let connect: ConnectClient;
let directory: string;
const rows = 20;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-offsets-'));
  connect = new ConnectClient(stackOfTests().connect);
  example = await openExamplePipeline();
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  for (let i = 0; i < rows; i++) {
    await example.cql(`INSERT INTO warehouse.users (user_id, email) VALUES (uuid(), 'a${i}')`);
  }
  await settled(rows);
}, 120_000);
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await example.close();
}, 120_000);

const sink = () => `${example.name}-sink-users`;
const source = () => `${example.name}-source-node1`;

async function total(): Promise<number> {
  const offsets = await connect.offsets(sink());
  return offsets.reduce((sum, { offset }) => sum + Number(offset.kafka_offset), 0);
}

/** Waits until the sink has committed all there is, and returns how many records that are. */
async function settled(least = 0): Promise<number> {
  return waitFor({ what: 'the sink to commit all records', timeoutMs: 60_000 }, async () => {
    const committed = await total();
    const ends = await withKafkaAdmin(stackOfTests().kafka, (admin) =>
      admin.fetchTopicOffsets(`${example.keyspace}-users`),
    );
    const end = ends.reduce((sum, { high }) => sum + Number(high), 0);
    return committed === end && end >= least ? end : undefined;
  });
}

async function change(...argv: string[]) {
  const run = await example.run('offsets', ...argv, '-o', 'json');
  expect({ exitCode: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stderr }).toEqual({ exitCode: 0, stderr: '' });
  return { run, changed: dataOf<ChangeResult>(run).connectors[0]! };
}

test('a sink reads everything again, and nothing changes in PostgreSQL', async () => {
  const end = await settled();
  const { run, changed } = await change('set', '--table', 'users', '--to', 'earliest', '--yes');
  expect(run.stderr).toContain(`reads ${end} records again, which changes nothing in PostgreSQL, and skips none`);
  expect(run.stderr).toContain('before: {"connectors":[{"connector":');
  expect(changed).toMatchObject({ connector: sink(), kind: 'sink', state: 'RUNNING' });
  const sumOf = (offsets: { offset: Record<string, unknown> }[]) =>
    offsets.reduce((sum, { offset }) => sum + Number(offset.kafka_offset), 0);
  expect([sumOf(changed.previous), sumOf(changed.current)]).toEqual([end, 0]);
  await settled(end);
  expect((await example.verify()).exitCode).toBe(0);
}, 120_000);

test('what was before is put back from what was printed, while the sink stays stopped', async () => {
  const end = await settled();
  expect(await example.run('stop', '--table', 'users')).toMatchObject({ exitCode: 0 });
  try {
    const { run, changed } = await change('set', '--table', 'users', '--to', 'earliest', '--partition', '1', '--yes');
    expect(changed.state).toBe('STOPPED');
    expect(await total()).toBeLessThan(end);
    const file = join(directory, 'before.json');
    writeFileSync(file, run.stdout);
    const back = await change('set', '--from', file, '--yes');
    expect(back.changed.current).toEqual(changed.previous);
    expect((await connect.status(sink()))?.connector.state).toBe('STOPPED');
    await change('set', '--table', 'users', '--to-time', '2999-01-01T00:00:00Z', '--yes');
    expect(await total()).toBe(end);
    const got = dataOf<{ connectors: ConnectorOffsets[] }>(
      await example.run('offsets', 'get', '--table', 'users', '-o', 'json'),
    );
    expect(got.connectors[0]!.offsets).toEqual(changed.previous);
  } finally {
    expect(await example.run('resume', '--table', 'users')).toMatchObject({ exitCode: 0 });
  }
}, 120_000);

test('a source is reset, reads its commit logs again, and is put back', async () => {
  const { run, changed } = await change('reset', '--node', 'node1', '--yes');
  expect(run.stderr).toContain(`${source()} begins at the oldest commit log that is still there`);
  expect(changed.current).toEqual([]);
  expect(changed.previous).not.toEqual([]);
  const got = await example.run('offsets', 'get', '--node', 'node1');
  expect(got).toMatchObject({ exitCode: 0 });
  const file = join(directory, 'source.json');
  writeFileSync(file, run.stdout);
  const back = await change('set', '--from', file, '--yes');
  expect(back.changed).toMatchObject({ kind: 'source', state: 'RUNNING', current: changed.previous });
  expect((await example.verify()).exitCode).toBe(0);
}, 180_000);

test.each([
  [['set', '--table', 'users', '--to', '999999', '--yes'], 'offset 999999 is not between 0 and'],
  [['set', '--table', 'users', '--to', 'earliest', '--partition', '7', '--yes'], 'the topic has 3 partitions'],
  [['set', '--node', 'node1', '--to', '5', '--yes'], 'positions are no numbers that could be chosen'],
  [['set', '--to', 'earliest', '--yes'], 'no connector is named'],
  [['set', '--table', 'users'], 'no position is given'],
  [['reset', '--yes'], 'no connector is named'],
  [['reset', '--table', 'users'], 'there is no terminal to ask on'],
])('%j changes nothing', async (argv, message) => {
  const before = await settled();
  const run = await example.run('offsets', ...argv);
  expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining(message),
  });
  expect(await total()).toBe(before);
  expect((await connect.status(sink()))?.connector.state).toBe('RUNNING');
});

test('an interrupted change leaves the connector in the state that it had', async () => {
  const interruption = new AbortController();
  const argv = ['offsets', 'set', '--table', 'users', '--to', 'earliest', '--yes', ...example.files];
  const run = await cdcctl(argv, {
    cwd: process.env.CDCCTL_TEST_STACK_DIR!,
    signal: interruption.signal,
    onStderr: (text) => text.includes('stopping the connector') && interruption.abort(new Error('interrupted')),
  });
  expect(run.exitCode).not.toBe(0);
  await waitFor({ what: 'the sink to run', timeoutMs: 60_000 }, async () => {
    const status = await connect.status(sink());
    return status?.connector.state === 'RUNNING' && status.tasks[0]?.state === 'RUNNING' ? true : undefined;
  });
  await settled(rows);
}, 120_000);
