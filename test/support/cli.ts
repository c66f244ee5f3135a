import { PassThrough, Readable } from 'node:stream';
import { runCli } from '../../src/cli/run.js';

export interface CliRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CliRunOptions {
  cwd?: string;
  env?: Record<string, string | undefined>;
  stdin?: string;
  signal?: AbortSignal;
  /** Called with what is written to stderr, as it comes. */
  onStderr?: (text: string) => void;
}

/** Runs a command line in this process, as the executable would. */
export async function cdcctl(argv: string[], options: CliRunOptions = {}): Promise<CliRun> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const output = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
    options.onStderr?.(chunk.toString());
  });
  const exitCode = await runCli(argv, {
    stdout,
    stderr,
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    env: options.env ?? process.env,
    cwd: options.cwd ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
    now: () => new Date(),
  });
  return { exitCode, ...output };
}

/** The `data` of a `-o json` result. */
export function dataOf<T>(run: CliRun): T {
  return (JSON.parse(run.stdout) as { data: T }).data;
}
