import { messageOf } from '../errors.js';
import { type ProgressListener } from '../progress.js';
import { type LogFormat, type LogMessage } from '../output/log-entry.js';
import { Output } from '../output/output.js';
import { progressOn } from '../output/progress.js';

/** The world outside of a command, passed in so that tests can replace it. */
export interface CliContext {
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  env: Record<string, string | undefined>;
  cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  signal: AbortSignal;
  now: () => Date;
  /** Set by the command that ran; the process ends with it. */
  setExitCode: (code: number) => void;
  /** In every line of a log that this run writes. */
  correlationId: string;
  /** Of the trace that whoever runs this is part of. */
  traceId: string | null;
  /** Says something on stderr before or besides a command's output: as text as it is, or as an entry of the log. */
  tell: (message: LogMessage) => void;
}

/** What whoever runs a command line gives it. */
export type CliWorld = Omit<CliContext, 'setExitCode' | 'correlationId' | 'traceId' | 'tell'>;

export interface GlobalOptions {
  /** Format of the result. */
  output: string;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  logFormat: LogFormat;
}

export function createOutput(context: CliContext, options: GlobalOptions, command: string): Output {
  const ci = context.env.CI !== undefined && context.env.CI !== '' && context.env.CI !== 'false';
  const terminal = context.stderr.isTTY === true && !ci && options.logFormat === 'text';
  const noColor = context.env.NO_COLOR !== undefined && context.env.NO_COLOR !== '';
  return new Output({
    stdout: context.stdout,
    stderr: context.stderr,
    format: options.output,
    logFormat: options.logFormat,
    quiet: options.quiet,
    verbose: options.verbose,
    color: options.color && !noColor && terminal && options.output === 'table',
    interactive: terminal && !options.verbose,
    now: context.now,
    origin: { command, correlationId: context.correlationId, traceId: context.traceId },
  });
}

/** What a command's action gets: where to print, how to tell progress, when to stop. */
export interface CommandRun {
  output: Output;
  progress: ProgressListener;
  signal: AbortSignal;
  env: Record<string, string | undefined>;
  cwd: string;
  now: () => Date;
  /** Does something when the command has ended, however it ends. */
  atEnd: (work: () => Promise<void>) => void;
}

export function createRun(
  context: CliContext,
  options: GlobalOptions,
  command: string,
): CommandRun & { end: () => Promise<void> } {
  const endings: (() => Promise<void>)[] = [];
  const output = createOutput(context, options, command);
  return {
    output,
    progress: progressOn(output),
    signal: context.signal,
    env: context.env,
    cwd: context.cwd,
    now: context.now,
    atEnd: (work) => endings.push(work),
    end: async () => {
      for (const work of endings.splice(0)) {
        // The result stands, and what is left behind ends by itself.
        await work().catch((error: unknown) => output.log('warn', messageOf(error)));
      }
    },
  };
}
