import { runCli } from './cli/run.js';
import { exitCodes, fileFailure, OperatorError } from './errors.js';

/** Runs one command line in this process and ends it with the command's exit code. */
export async function main(argv: string[]): Promise<void> {
  const abort = new AbortController();
  const interrupted = onSignals(abort);
  process.stdout.on('error', endWithoutStdout);
  const exitCode = await runCli(argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    signal: abort.signal,
    now: () => new Date(),
  });
  await flush(process.stdout);
  process.exit(interrupted() ?? exitCode);
}

/** Output to a pipe is asynchronous: what is not flushed is lost at exit. */
function flush(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/** The first signal asks the command to stop in order, the second ends the process at once. */
function onSignals(abort: AbortController): () => number | undefined {
  let code: number | undefined;
  for (const [signal, signalCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (code !== undefined) process.exit(code);
      code = signalCode;
      abort.abort(new OperatorError({ kind: 'interrupted', message: `interrupted by ${signal}` }));
    });
  }
  return () => code;
}

/** A reader that has gone wants no more; a result that is cut off is none. */
function endWithoutStdout(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  const failure = fileFailure(error);
  if (failure === undefined) throw error;
  process.stderr.write(`error: the result cannot be written (${failure})\n`);
  process.exit(exitCodes.partial);
}
