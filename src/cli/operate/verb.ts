import { type Command, Option } from 'commander';
import { type OperatedConnector } from '../../deploy/operate/operate.js';
import { type Verb } from '../../deploy/operate/verbs.js';
import { exitCodes } from '../../errors.js';
import { describeError, type EnvelopeError } from '../../output/envelope.js';
import { table } from '../../output/table.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { loadFromOptions } from '../definition-options.js';
import { parseDurationMs } from '../duration.js';
import { addSelectionOptions, type SelectionFlags, selectionOf } from './selection-options.js';

export interface VerbFlags extends SelectionFlags {
  wait: boolean;
  timeout: number;
}

export interface VerbResult {
  connectors: (Omit<OperatedConnector, 'error'> & { error?: EnvelopeError })[];
}

/** A command that does one thing with connectors. */
export function attachVerb<F extends VerbFlags>(
  command: Command,
  context: CliContext,
  verbOf: (flags: F) => Verb,
): Command {
  addSelectionOptions(command)
    .option('--no-wait', 'do not wait until the state is reached')
    .addOption(
      new Option('--timeout <duration>', 'bound of the wait').argParser(parseDurationMs).default(60_000, '60s'),
    );
  return attach<F, VerbResult>(command, context, {
    run: async (run, flags) => {
      const { selectConnectors } = await import('../../deploy/operate/connectors.js');
      const { operate } = await import('../../deploy/operate/operate.js');
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const operated = await operate({
        verb: verbOf(flags),
        connectors: selectConnectors(pipelines, selectionOf(flags)),
        wait: flags.wait,
        timeoutMs: flags.timeout,
        onProgress: run.progress,
        signal: run.signal,
      });
      return {
        data: {
          connectors: operated.map(({ error, ...one }) => ({
            ...one,
            ...(error === undefined ? {} : { error: describeError(error) }),
          })),
        },
        exitCode: exitCodeOf(operated),
      };
    },
    exitCodes: {
      finding: 'nothing was done: the connectors are not there, or have failed',
      partial: 'not all connectors have reached the state',
    },
    render: ({ connectors }) =>
      table(
        ['connector', 'before', 'after', 'outcome', ''],
        connectors.map(({ connector, before, after, outcome, error }) => [
          ...[connector, before, after, outcome],
          error === undefined ? '' : [error.message, error.hint].filter((part) => part !== undefined).join('; '),
        ]),
      ),
  });
}

/** Where all have failed, the first failure tells why. */
function exitCodeOf(operated: OperatedConnector[]): number {
  const errors = operated.flatMap(({ error }) => error ?? []);
  if (errors.length === 0) return exitCodes.ok;
  return errors.length < operated.length ? exitCodes.partial : errors[0]!.exitCode;
}
