import { CommanderError } from 'commander';
import { exitCodes, OperatorError } from '../errors.js';
import { type CliContext } from './context.js';
import { commandsFor } from './commands.js';
import { createProgram } from './program.js';

/** Runs one command line and returns its exit code; what went wrong is said on stderr. */
export async function runCli(argv: string[], world: Omit<CliContext, 'setExitCode'>): Promise<number> {
  let exitCode: number = exitCodes.ok;
  try {
    const context = { ...world, setExitCode: (code: number) => (exitCode = code) };
    await createProgram(context, await commandsFor(argv)).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // What an interrupted command throws is only how it noticed.
    return report(world.signal.aborted ? world.signal.reason : error, world.stderr);
  }
}

function report(error: unknown, stderr: NodeJS.WritableStream): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.invalid;
  }
  if (error instanceof OperatorError) {
    const where = error.resource === undefined ? '' : `${error.resource}: `;
    stderr.write(`error: ${where}${error.message}\n`);
    if (error.hint !== undefined) stderr.write(`  → ${error.hint}\n`);
    return error.exitCode;
  }
  stderr.write(`cdcctl: unexpected failure; this is a bug\n`);
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.bug;
}
