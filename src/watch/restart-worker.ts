import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf, OperatorError } from '../errors.js';

const run = promisify(execFile);
const timeoutMs = 300_000;

/**
 * Runs the command with which a node restarts the JVM of its worker; no shell takes part.
 * @throws OperatorError (unreachable) where it cannot be run, fails, or takes more than five minutes
 */
export async function restartWorker(node: string, command: string[], signal?: AbortSignal): Promise<void> {
  const [program = '', ...argv] = command;
  try {
    await run(program, argv, { timeout: timeoutMs, signal });
  } catch (error) {
    signal?.throwIfAborted();
    const said = lastLineOf((error as { stderr?: string }).stderr ?? '') ?? messageOf(error).split('\n')[0];
    throw new OperatorError({
      kind: 'unreachable',
      resource: `restartCommand of ${node}`,
      message: `${program} failed: ${said}`,
      hint: 'it is run as the user of `cdcctl watch`; try it in a terminal of this user',
    });
  }
}

function lastLineOf(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
