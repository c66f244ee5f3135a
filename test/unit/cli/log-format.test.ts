import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { OperatorError } from '../../../src/errors.js';
import { logEntry } from '../../../src/output/log-entry.js';
import { Output } from '../../../src/output/output.js';
import { progressOn } from '../../../src/output/progress.js';
import { about } from '../../../src/progress.js';
import { cdcctl } from '../../support/cli.js';
import { noWorld } from '../../support/no-world.js';

const schema = JSON.parse(readFileSync('schema/log-entry.schema.json', 'utf8')) as object;
const check = new Ajv({ allowUnionTypes: true }).compile(schema);

interface Entry {
  level: string;
  message: string;
  command: string | null;
  correlation_id: string;
  hint?: string;
}

/** Every line, each of which must fit the schema. */
function entriesOf(stderr: string): Entry[] {
  return stderr
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const entry = JSON.parse(line) as Entry;
      expect([entry, check(entry), check.errors]).toEqual([entry, true, null]);
      return entry;
    });
}

let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-log-format-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

const env = { CDCCTL_CORRELATION_ID: 'nightly-17' };

test('an error is one entry, with what to do', async () => {
  const { exitCode, stderr } = await cdcctl(['status', '--log-format', 'json'], { cwd, env });
  expect(exitCode).toBe(2);
  expect(entriesOf(stderr)).toMatchObject([
    {
      level: 'error',
      command: 'status',
      correlation_id: 'nightly-17',
      hint: expect.stringContaining('pass -f FILE') as string,
    },
  ]);
});

test.each([
  ['an unknown option', ['status', '--bogus', '--log-format', 'json'], "unknown option '--bogus'"],
  ['an unknown command', ['--log-format', 'json', 'stauts'], "unknown command 'stauts'"],
])('wrong usage is told as entries, too: %s', async (_, argv, message) => {
  const { exitCode, stderr } = await cdcctl(argv, { cwd, env });
  expect(exitCode).toBe(2);
  const [first] = entriesOf(stderr);
  expect(first).toMatchObject({ level: 'error', message: expect.stringContaining(message) as string });
});

test('the format of the environment holds before options are read', async () => {
  const { stderr } = await cdcctl(['status', '--bogus'], { cwd, env: { ...env, CDCCTL_LOG_FORMAT: 'json' } });
  expect(entriesOf(stderr)[0]).toMatchObject({ level: 'error', command: 'status' });
});

test('an interruption is told as entries', async () => {
  const stop = new AbortController();
  stop.abort(new OperatorError({ kind: 'interrupted', message: 'interrupted by SIGTERM' }));
  const { exitCode, stderr } = await cdcctl(['status', '--log-format', 'json'], { cwd, env, signal: stop.signal });
  expect(exitCode).toBe(130);
  expect(entriesOf(stderr)).toMatchObject([{ level: 'error', message: 'interrupted by SIGTERM' }]);
});

test('without a correlation id of the caller, a run has one of its own', async () => {
  const ids = await Promise.all(
    [1, 2].map(async () => {
      const { stderr } = await cdcctl(['status', '--log-format', 'json'], { cwd, env: {} });
      return entriesOf(stderr)[0]?.correlation_id;
    }),
  );
  expect(new Set(ids).size).toBe(2);
});

test.each([
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['nonsense', null],
])('the trace of the caller is that of the entries: %s', async (TRACEPARENT, traceId) => {
  const { stderr } = await cdcctl(['status', '--log-format', 'json'], { cwd, env: { TRACEPARENT } });
  expect(entriesOf(stderr)).toMatchObject([{ trace_id: traceId }]);
});

test('text stays text', async () => {
  const { stderr } = await cdcctl(['status'], { cwd, env });
  expect(stderr).toMatch(/^error: there is no definition: .*\n {2}→ pass -f FILE/);
});

test('progress and warnings say what they are about', () => {
  const written: string[] = [];
  const stderr = Object.assign(Object.create(noWorld.stderr) as typeof noWorld.stderr, {
    write: (text: string) => written.push(text) > 0,
  });
  const output = new Output({
    ...{ stdout: noWorld.stdout, stderr, format: 'table', logFormat: 'json', quiet: false, verbose: false },
    ...{ color: false, interactive: false, now: () => new Date(0) },
    origin: { command: 'deploy', correlationId: 'nightly-17', traceId: null },
  });
  const tell = about({ pipeline: 'shop' }, progressOn(output));
  tell({ step: 'load shop.users', status: 'started', subject: { table: 'users' } });
  tell({ step: 'load shop.users', status: 'advanced', completed: 1 });
  tell({ step: 'create sink', status: 'failed', detail: 'no plugin', subject: { connector: 'shop-sink' } });
  output.warn('slow', { table: 'users' });
  expect(entriesOf(written.join(''))).toMatchObject([
    { level: 'info', message: 'load shop.users: started', pipeline: 'shop', table: 'users', connector: null },
    { level: 'error', message: 'create sink — no plugin: failed', pipeline: 'shop', connector: 'shop-sink' },
    { level: 'warn', message: 'slow', pipeline: null, table: 'users' },
  ]);
});

test('the schema has the fields of an entry and no others', () => {
  const entry = logEntry(
    new Date(0),
    { command: null, correlationId: 'a', traceId: null },
    { level: 'info', message: 'a' },
  );
  const { required } = schema as { required: string[] };
  expect(Object.keys(JSON.parse(entry) as object)).toEqual(required);
});
