import { CommanderError } from 'commander';
import { type CliContext } from './cli/context.js';
import { createProgram } from './cli/program.js';
import { exitCodes, OperatorError } from './errors.js';

/** Runs one command line in this process and ends it with the command's exit code. */
export async function main(argv: string[]): Promise<void> {
  const abort = new AbortController();
  const interrupted = onSignals(abort);
  let exitCode: number = exitCodes.ok;
  process.stdout.on('error', endQuietlyWhenTheReaderIsGone);
  const context: CliContext = {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    signal: abort.signal,
    now: () => new Date(),
    setExitCode: (code) => (exitCode = code),
  };
  try {
    await createProgram(context).parseAsync(argv);
  } catch (error) {
    exitCode = interrupted() ?? report(error);
  }
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
      process.stderr.write('\nstopping… (once more to end at once)\n');
      abort.abort(new OperatorError({ kind: 'interrupted', message: `interrupted by ${signal}` }));
    });
  }
  return () => code;
}

function endQuietlyWhenTheReaderIsGone(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
}

/** Says what went wrong on stderr and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.invalid;
  }
  if (error instanceof OperatorError) {
    const where = error.resource === undefined ? '' : `${error.resource}: `;
    process.stderr.write(`error: ${where}${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`  → ${error.hint}\n`);
    return error.exitCode;
  }
  process.stderr.write(`cdcctl: unexpected failure; this is a bug\n`);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.bug;
}
