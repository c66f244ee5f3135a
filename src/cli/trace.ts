import { messageOf, OperatorError } from '../errors.js';
import { type CommandTrace } from '../tracing/command-trace.js';
import { wantsTraces } from '../tracing/configuration.js';
import { commandNamed } from './commands.js';

/** What answers a key press, and what runs as long as a service does: a trace of it would never be told. */
const untraced = ['completion', 'logs', 'metrics', 'watch'];

/** The trace of a command where the environment asks for one; a problem of traces is no problem of the command. */
export async function openTrace(
  argv: string[],
  env: Record<string, string | undefined>,
): Promise<{ trace?: CommandTrace; problem?: string }> {
  const command = commandNamed(argv);
  if (command === undefined || untraced.includes(command) || !wantsTraces(env)) return {};
  const { CommandTrace } = await import('../tracing/command-trace.js');
  try {
    return { trace: await CommandTrace.open(env) };
  } catch (error) {
    if (error instanceof OperatorError) return { problem: error.message };
    return { problem: `traces cannot be sent: ${messageOf(error)}` };
  }
}
