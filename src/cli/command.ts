import { type Command } from 'commander';
import { exitCodes, OperatorError } from '../errors.js';
import { describeError } from '../output/envelope.js';
import { type CliContext, type CommandRun, createRun, type GlobalOptions } from './context.js';

export interface CommandResult<T> {
  data: T;
  /** 0 unless the command found something (3) or could not finish everything (4). */
  exitCode?: number;
}

export interface CommandDefinition<O, T> {
  /** Runs the operation; commands import what it needs here, so that `--help` stays fast. */
  run: (run: CommandRun, options: O & GlobalOptions, args: string[]) => Promise<CommandResult<T>>;
  /** The result for people; JSON and YAML need none. */
  render: (data: T, run: CommandRun, options: O & GlobalOptions) => string;
}

/** Attaches an action to a commander command: runs it, prints its result, sets the exit code. */
export function attach<O, T>(command: Command, context: CliContext, definition: CommandDefinition<O, T>): Command {
  return command.action(async () => {
    const options = command.optsWithGlobals<O & GlobalOptions>();
    const run = createRun(context, options);
    const envelope = { schemaVersion: 1 as const, command: pathOf(command) };
    try {
      const { data, exitCode = exitCodes.ok } = await definition.run(run, options, command.args);
      run.output.result(
        { ...envelope, ok: exitCode === exitCodes.ok, data, warnings: run.output.warnings, error: null },
        () => definition.render(data, run, options),
      );
      context.setExitCode(exitCode);
    } catch (error) {
      if (!(error instanceof OperatorError) || options.output === 'table') throw error;
      run.output.result(
        { ...envelope, ok: false, data: null, warnings: run.output.warnings, error: describeError(error) },
        () => '',
      );
      throw error;
    }
  });
}

/** `deploy`, or `schema apply` for a command of a command. */
function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}
