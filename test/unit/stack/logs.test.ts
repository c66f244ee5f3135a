import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logFile, stackPaths } from '../../../src/stack/directory.js';
import { type ServiceLogEntry } from '../../../src/stack/log-entries.js';
import { type LogsOptions, readLogs } from '../../../src/stack/logs.js';
import { cdcctl, dataOf } from '../../support/cli.js';

const trace = [
  '2026-11-29 06:31:22.400 ERROR [task-thread-shop-sink-users-0] WorkerTask - it failed',
  'org.apache.kafka.connect.errors.ConnectException: refused',
  '\tat io.debezium.Sink.put(Sink.java:42)',
  'Caused by: java.sql.SQLException: no table',
  '\t... 12 more',
].join('\n');
const before = '2026-11-29 06:31:22.355 INFO  [main] Worker - started';
const after = '2026-11-29 06:31:23,5 INFO  [main] Worker - goes on';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-logs-'));
  const paths = stackPaths(directory);
  mkdirSync(paths.logs, { recursive: true });
  writeFileSync(
    paths.state,
    JSON.stringify({ schemaVersion: 1, runtime: 'native', directory, ports: {}, dataElsewhere: {}, services: {} }),
  );
  file = logFile(paths, 'connect');
  writeFileSync(file, `${before}\n${trace}\n${after}\n`);
});
afterEach(() => rmSync(directory, { recursive: true }));

function entries(options: Partial<LogsOptions> = {}): AsyncGenerator<ServiceLogEntry> {
  const { signal } = new AbortController();
  return readLogs({ directory, services: ['connect'], tail: 100, follow: false, env: {}, signal, ...options });
}

async function texts(options?: Partial<LogsOptions>): Promise<string[]> {
  const found: string[] = [];
  for await (const { text } of entries(options)) found.push(text);
  return found;
}

test('a Java trace is one entry, with the time of its first line', async () => {
  expect(await texts()).toEqual([before, trace, after]);
  expect(await texts({ tail: 2 })).toEqual([trace, after]);
  const times: unknown[] = [];
  for await (const { time } of entries()) times.push(time);
  expect(times).toEqual(['2026-11-29T06:31:22.355Z', '2026-11-29T06:31:22.400Z', '2026-11-29T06:31:23.500Z']);
});

test('an entry is found by any of its lines, and the newest of those that are found are shown', async () => {
  expect(await texts({ grep: /SQLException/ })).toEqual([trace]);
  expect(await texts({ grep: /Worker - /, tail: 1 })).toEqual([after]);
});

test('what was logged earlier is left out, and what tells no time', async () => {
  writeFileSync(file, `no time\n${before}\n${trace}\n${after}\n`);
  expect(await texts({ since: new Date('2026-11-29T06:31:22.4Z') })).toEqual([trace, after]);
  expect(await texts()).toEqual(['no time', before, trace, after]);
});

test.each([
  'ts=2026-11-29T06:36:27.346Z caller=main.go:241 level=info msg="Starting"',
  '{"time":"2026-11-29T06:36:27.346Z","level":"info"}',
  '2026-11-29T06:36:27.346Z [INFO]  core: unsealed',
  '2026-11-29 06:36:27.346 UTC [27102] LOG:  ready',
])('the time of another service: %s', async (line) => {
  writeFileSync(file, `${line}\n`);
  const { value } = (await entries().next()) as { value: ServiceLogEntry };
  expect(value).toEqual({ service: 'connect', time: '2026-11-29T06:36:27.346Z', text: line });
});

test('followed, a trace that is written in pieces is one entry', async () => {
  writeFileSync(file, `${before}\n`);
  const stop = new AbortController();
  const followed = entries({ follow: true, signal: stop.signal });
  expect((await followed.next()).value).toMatchObject({ text: before });
  const [head, ...rest] = trace.split('\n');
  appendFileSync(file, `${head}\n`);
  const next = followed.next();
  appendFileSync(file, `${rest.join('\n')}\n`);
  expect((await next).value).toMatchObject({ text: trace });
  stop.abort();
  expect((await followed.next()).done).toBe(true);
});

test('the command filters, and refuses what is no pattern and no time', async () => {
  const run = (...argv: string[]) => cdcctl(['logs', 'connect', '--dir', directory, ...argv]);
  const found = await run('--grep', 'Caused by', '-o', 'json');
  expect(dataOf(found)).toEqual([{ service: 'connect', time: '2026-11-29T06:31:22.400Z', text: trace }]);
  expect((await run('--since', '2026-11-29T06:31:23Z')).stdout).toBe(`${after}\n`);
  expect(await run('--grep', '(')).toMatchObject({ exitCode: 2 });
  expect(await run('--since', 'yesterday')).toMatchObject({ exitCode: 2 });
});
