import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { Command } from 'commander';
import { attach } from '../../../src/cli/command.js';
import { type CliContext } from '../../../src/cli/context.js';
import { createProgram } from '../../../src/cli/program.js';
import { addReportOptions, type ReportFlags, reportFilesOf } from '../../../src/cli/report-files.js';
import { OperatorError } from '../../../src/errors.js';
import { type Envelope } from '../../../src/output/envelope.js';
import { cdcctl, type CliRun } from '../../support/cli.js';
import { noWorld } from '../../support/no-world.js';

const formats = {
  junit: { ending: '.xml', text: ({ data, error }: Envelope<number>) => `junit ${data ?? error?.message}` },
  html: { ending: '.html', text: ({ data, error }: Envelope<number>) => `html ${data ?? error?.message}` },
};

let directory: string;
let runs = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-formats-'));
  runs = 0;
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (file: string) => readFileSync(join(directory, file), 'utf8');

/** `compare` and `compare merge` have formats and files; both find something, or fail. */
function compareCommand(context: CliContext, failure?: Error): Command {
  const reporting = (name: string) =>
    attach<ReportFlags, number>(addReportOptions(new Command(name), formats), context, {
      run: () => {
        runs++;
        return failure === undefined ? Promise.resolve({ data: 7, exitCode: 3 }) : Promise.reject(failure);
      },
      render: (data) => `table ${data}`,
      formats,
      reportFiles: reportFilesOf,
    });
  return reporting('compare').addCommand(reporting('merge'));
}

async function run(argv: string[], failure?: Error): Promise<CliRun & { failure: unknown }> {
  const output = { stdout: '', stderr: '' };
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  }
  let exitCode = 0;
  const program = createProgram(
    {
      ...noWorld,
      ...streams,
      stdin: Readable.from([]),
      env: {},
      cwd: directory,
      signal: new AbortController().signal,
      now: () => new Date(),
      tell: ({ message }) => streams.stderr.write(message),
      setExitCode: (code) => (exitCode = code),
    },
    [(context) => compareCommand(context, failure)],
  );
  const thrown: unknown = await program.parseAsync(argv, { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  await new Promise(setImmediate);
  return { exitCode, ...output, failure: thrown };
}

test.each([
  [['compare'], 'table 7\n'],
  [['compare', '-o', 'junit'], 'junit 7\n'],
  [['compare', '-o', 'html'], 'html 7\n'],
  [['compare', 'merge', '-o', 'junit'], 'junit 7\n'],
])('%j prints %j', async (argv, stdout) => {
  expect(await run(argv)).toMatchObject({ stdout, exitCode: 3, failure: undefined });
});

test.each([['compare'], ['compare', 'merge']])('%s writes files besides its table', async (...argv) => {
  const files = ['a/b/report.xml', 'report.HTML', 'report.json'];
  const result = await run([...argv, ...files.flatMap((file) => ['--report', file])]);
  expect(result).toMatchObject({ stdout: 'table 7\n', exitCode: 3 });
  expect(read('a/b/report.xml')).toBe('junit 7\n');
  expect(read('report.HTML')).toBe('html 7\n');
  const printed = await run([...argv, '-o', 'json']);
  expect(read('report.json')).toBe(printed.stdout);
  expect(JSON.parse(printed.stdout)).toMatchObject({ command: argv.join(' '), ok: false, data: 7, error: null });
  expect(readdirSync(directory).sort()).toEqual(['a', 'report.HTML', 'report.json']);
});

test('a failure is told in the format that was asked for, and in the files', async () => {
  const failure = new OperatorError({ kind: 'unreachable', message: 'no host' });
  const result = await run(['compare', '-o', 'html', '--report', 'report.xml', '--report', 'report.json'], failure);
  expect(result).toMatchObject({ stdout: 'html no host\n', failure });
  expect(read('report.xml')).toBe('junit no host\n');
  expect(JSON.parse(read('report.json'))).toMatchObject({ ok: false, data: null, error: { kind: 'unreachable' } });
});

test('a failure with a table prints nothing on stdout', async () => {
  const failure = new OperatorError({ kind: 'unreachable', message: 'no host' });
  expect(await run(['compare', '--report', 'report.xml'], failure)).toMatchObject({ stdout: '', failure });
  expect(read('report.xml')).toBe('junit no host\n');
});

test.each(['report.txt', 'report', 'xml'])('a file %s has no format', async (file) => {
  const { failure, stderr } = await run(['compare', '--report', file]);
  expect(failure).toMatchObject({ code: 'commander.invalidArgument' });
  expect(stderr).toContain('the file must end in one of .xml, .html, .json');
  expect(runs).toBe(0);
});

test('a file that cannot be written is known before the work', async () => {
  writeFileSync(join(directory, 'file'), '');
  const { failure } = await run(['compare', '--report', 'file/report.xml']);
  expect(failure).toMatchObject({ kind: 'invalid', resource: 'file/report.xml' });
  expect(runs).toBe(0);
});

test.each([
  [['deploy', '-o', 'junit'], /error: cdcctl deploy has no output format junit\n.*table, json, yaml\n/],
  [['schema', 'diff', '-o', 'html'], /error: cdcctl schema diff has no output format html\n/],
  [['validate', '-o', 'xml'], /Allowed choices are table, json, yaml, junit, html/],
  [['deploy', '--report', 'report.xml'], /unknown option '--report'/],
  [['schema', 'diff', '--nonsense'], /unknown option '--nonsense'/],
])('%j is wrong usage', async (argv, message) => {
  const result = await cdcctl(argv, { env: {} });
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toMatch(message);
});

test('a format that CDCCTL_OUTPUT names is refused where a command does not have it', async () => {
  process.env.CDCCTL_OUTPUT = 'junit';
  try {
    expect((await cdcctl(['deploy'])).exitCode).toBe(2);
  } finally {
    delete process.env.CDCCTL_OUTPUT;
  }
});
