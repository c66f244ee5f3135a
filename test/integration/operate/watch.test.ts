import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from '../../../src/cli/run.js';
import { type StatusReport } from '../../../src/deploy/status.js';
import { waitFor } from '../../../src/wait.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close(), 120_000);

test('a watched status is a line of JSON for each change', async () => {
  const interruption = new AbortController();
  const stdout = new PassThrough();
  let text = '';
  stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = runCli(['status', '--watch', '--interval', '300ms', '-o', 'json', ...example.files], {
    stdout,
    stderr: new PassThrough(),
    stdin: Readable.from([]),
    env: process.env,
    cwd: process.env.CDCCTL_TEST_STACK_DIR!,
    signal: interruption.signal,
    now: () => new Date(),
  });
  const states = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { pipelines: StatusReport[] }).pipelines[0]!.connectors[0]!.state);
  const seen = (state: string) =>
    waitFor({ what: state, timeoutMs: 30_000 }, () => Promise.resolve(states().at(-1) === state ? true : undefined));
  await seen('RUNNING');
  expect(await example.run('pause', '--table', 'users')).toMatchObject({ exitCode: 0 });
  await seen('PAUSED');
  interruption.abort(new Error('interrupted'));
  expect(await ended).not.toBe(0);
}, 120_000);
