import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Client } from 'cassandra-driver';
import { runCli } from '../../../src/cli/run.js';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { cdcctl, dataOf } from '../../support/cli.js';
import { stackOfTests } from '../../support/stack.js';

const keyspace = 'init_test';
let cassandra: Client;
let cwd: string;

beforeAll(async () => {
  cassandra = await connectCassandra(stackOfTests().cassandra);
  await cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  for (const statement of [
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    `CREATE TYPE ${keyspace}.address (street text)`,
    `CREATE TABLE ${keyspace}.people (id int PRIMARY KEY, name text, home address, tags set<text>) WITH cdc = true`,
    `CREATE TABLE ${keyspace}.quiet (id int PRIMARY KEY, name text)`,
    `CREATE TABLE ${keyspace}.hits (id int PRIMARY KEY, n counter)`,
  ]) {
    await cassandra.execute(statement);
  }
});

afterAll(async () => {
  await cassandra.execute(`DROP KEYSPACE ${keyspace}`);
  await cassandra.shutdown();
});

beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-init-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

const init = (...argv: string[]) => cdcctl(['init', ...argv], { cwd });

test('what it writes passes validate, and deploy has nothing against it', async () => {
  const result = await init('--keyspace', keyspace, '--table', 'people', '--table', 'hits', '-o', 'json');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(dataOf<object>(result)).toMatchObject({
    file: 'cdcctl.yaml',
    tables: [
      { name: 'people', excluded: [{ column: 'home' }], refused: [] },
      { name: 'hits', refused: [expect.stringContaining('counter') as string] },
    ],
  });
  expect(await cdcctl(['validate', '--resolve'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
  const deployed = await cdcctl(['deploy', '--dry-run'], { cwd });
  expect(deployed.exitCode).toBe(0);
  expect(deployed.stdout).toContain('init-test-sink-people');
});

test('a table that is not captured is named with what captures it', async () => {
  const { stdout } = await init('-', '--keyspace', keyspace);
  expect(stdout).toMatch(
    / - name: quiet\n *# not captured yet, run: ALTER TABLE "init_test"\."quiet" WITH cdc = true\n/,
  );
  expect(stdout).toMatch(/ - home # address: the connector loses/);
  expect(stdout).toMatch(/ # - name: hits\n/);
});

test('a file that is there stays, but with --force', async () => {
  expect((await init('a.yaml', '--keyspace', keyspace)).exitCode).toBe(0);
  const before = readFileSync(join(cwd, 'a.yaml'), 'utf8');
  const again = await init('a.yaml', '--keyspace', keyspace, '--name', 'other');
  expect(again).toMatchObject({ exitCode: 2, stdout: '' });
  expect(again.stderr).toContain('a.yaml: the file is there already');
  expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(before);
  expect((await init('a.yaml', '--keyspace', keyspace, '--name', 'other', '--force')).exitCode).toBe(0);
  expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toContain('name: other');
});

test.each([
  ['no keyspace off a terminal', ['-'], 2, /there is no --keyspace and no terminal/],
  ['an unknown keyspace', ['-', '--keyspace', 'nope'], 2, /nope does not exist or has no tables[^]*init_test/],
  [
    'an unknown table',
    ['-', '--keyspace', keyspace, '--table', 'nope'],
    2,
    /no such table in Cassandra: init_test\.nope/,
  ],
  ['nothing that can be replicated', ['-', '--keyspace', keyspace, '--table', 'hits'], 2, /no table of the keyspace/],
  ['a name that no pipeline has', ['-', '--keyspace', keyspace, '--name', 'A b'], 2, /metadata\.name: must begin/],
  ['nobody there', ['-', '--keyspace', keyspace, '--contact-point', '127.0.0.1:1'], 5, /cannot connect to Cassandra/],
  ['a directory that cannot be', ['/dev/null/a.yaml', '--keyspace', keyspace], 2, /\/dev\/null/],
])('%s', async (_, argv, exitCode, message) => {
  const result = await init(...argv);
  expect(result).toMatchObject({ exitCode, stdout: '' });
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/\n\s+at /);
});

test('on a terminal it asks for what no flag says', async () => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const asked: string[] = [];
  stderr.on('data', (chunk: Buffer) => {
    asked.push(chunk.toString());
    if (/Cassandra, host:port/.test(chunk.toString())) stdin.write(`${process.env.CASSANDRA_CONTACT_POINTS}\n`);
    if (/keyspace \(/.test(chunk.toString())) stdin.write(`${keyspace}\n`);
  });
  const exitCode = await runCli(['init', 'asked.yaml'], {
    stdout,
    stderr,
    stdin: Object.assign(stdin, { isTTY: true }),
    // Without what names the node. A stack with TLS takes nobody without the others.
    env: { ...process.env, CASSANDRA_CONTACT_POINTS: '' },
    cwd,
    signal: AbortSignal.timeout(30_000),
    now: () => new Date(),
  });
  expect([exitCode, asked.join('')]).toEqual([0, expect.stringContaining('init_test') as string]);
  expect(readFileSync(join(cwd, 'asked.yaml'), 'utf8')).toContain('keyspace: init_test');
});
