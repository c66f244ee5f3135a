import { randomUUID } from 'node:crypto';
import { CommanderError } from 'commander';
import { exitCodes, fileRefusal, OperatorError } from '../errors.js';
import { inert } from '../output/inert.js';
import { logEntry, type LogMessage } from '../output/log-entry.js';
import { traceIdOf } from '../traced.js';
import { pathOf } from './command.js';
import { commandNamed, commandsFor } from './commands.js';
import { type CliContext, type CliWorld, type GlobalOptions } from './context.js';
import { createProgram } from './program.js';
import { openTrace } from './trace.js';

/** Runs one command line and returns its exit code; what went wrong is said on stderr. */
export async function runCli(argv: string[], world: CliWorld): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let isJson = world.env.CDCCTL_LOG_FORMAT === 'json';
  let isQuiet = false;
  const correlationId = world.env.CDCCTL_CORRELATION_ID || randomUUID();
  const { trace, problem } = await openTrace(argv, world.env);
  const traceId = trace?.traceId ?? traceIdOf(world.env.TRACEPARENT);
  const tell = (entry: LogMessage) => {
    const { stderr, now } = world;
    if (!isJson) return void stderr.write(inert(entry.message));
    const message = entry.message.trim();
    const origin = { command: commandNamed(argv) ?? null, correlationId, traceId };
    if (message !== '') stderr.write(logEntry(now(), origin, { ...entry, message }));
  };
  try {
    const context: CliContext = { ...world, setExitCode: (code) => (exitCode = code), correlationId, traceId, tell };
    const program = createProgram(context, await commandsFor(argv));
    program.on('option:log-format', () => (isJson = program.opts<GlobalOptions>().logFormat === 'json'));
    program.hook('preAction', (_, command) => {
      isQuiet = program.opts<GlobalOptions>().quiet;
      trace?.name(pathOf(command), { 'cdcctl.correlation_id': correlationId });
    });
    world.signal.addEventListener('abort', () => tellStopping(context), { once: true });
    const run = () => program.parseAsync(argv, { from: 'user' });
    await (trace === undefined ? run() : trace.run(run));
  } catch (error) {
    // What an interrupted command throws is only how it noticed.
    const reason: unknown = world.signal.aborted ? world.signal.reason : error;
    exitCode = report(reason, { isJson, tell });
    if (exitCode !== exitCodes.ok) trace?.fail(reason);
  }
  const untold = problem ?? (await trace?.end(exitCode));
  if (untold !== undefined && !isQuiet) {
    tell({ level: 'warn', message: isJson ? untold : `warning: ${untold}\n` });
  }
  return exitCode;
}

/** Only people and process managers interrupt by a signal. */
function tellStopping({ signal, tell }: CliContext): void {
  const reason: unknown = signal.reason;
  if (!(reason instanceof OperatorError)) return;
  tell({ level: 'info', message: '\nstopping… (once more to end at once)\n' });
}

function report(error: unknown, { isJson, tell }: { isJson: boolean; tell: (entry: LogMessage) => void }): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.invalid;
  }
  const told = error instanceof OperatorError ? error : fileRefusal(error);
  if (told !== undefined) {
    const message = `${told.resource === undefined ? '' : `${told.resource}: `}${told.message}`;
    const hint = told.hint === undefined ? '' : `  → ${told.hint}\n`;
    if (isJson) tell({ level: 'error', message, hint: told.hint });
    else tell({ level: 'error', message: `error: ${message}\n${hint}` });
    return told.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  tell({ level: 'error', message: `cdcctl: unexpected failure; this is a bug\n${stack}\n` });
  return exitCodes.bug;
}
