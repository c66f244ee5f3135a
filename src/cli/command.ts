import { type Command } from 'commander';
import { exitCodes, OperatorError } from '../errors.js';
import { describeError, type Envelope } from '../output/envelope.js';
import { builtInFormats } from '../output/formats.js';
import { type CliContext, type CommandRun, type GlobalOptions } from './context.js';
import { type ExitCodeNotes, exitCodesHelp } from './exit-codes.js';
import { prepareReports, type ResultFormat, writeReports } from './report-files.js';

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
  /** What exit codes 3 and 4 say of this command, for its `--help`. */
  exitCodes?: ExitCodeNotes;
  /** Formats that this command has besides table, JSON and YAML: their names for `-o`. They tell of failures too. */
  formats?: Record<string, ResultFormat<T>>;
  /** Paths of files that get the result, or the failure, as well; see addReportOptions. */
  reportFiles?: (options: O & GlobalOptions) => string[];
}

/** Attaches an action to a commander command: runs it, prints its result, sets the exit code. */
export function attach<O, T>(command: Command, context: CliContext, definition: CommandDefinition<O, T>): Command {
  if (definition.exitCodes !== undefined) command.addHelpText('after', exitCodesHelp(definition.exitCodes));
  return command.action(async () => {
    const { formats = {}, reportFiles = () => [] } = definition;
    const options = command.optsWithGlobals<O & GlobalOptions>();
    requireFormat(command, options.output, Object.keys(formats));
    // With what prints, which --version and --help do without.
    const { createRun } = await import('./context.js');
    const run = createRun(context, options, pathOf(command));
    const files = reportFiles(options);
    await prepareReports(run, files);
    const publish = (outcome: Pick<Envelope<T>, 'ok' | 'data' | 'error'>) => {
      const { warnings } = run.output;
      const envelope: Envelope<T> = { schemaVersion: 1, command: pathOf(command), ...outcome, warnings };
      run.output.result(envelope, (format) => {
        if (format !== 'table') return formats[format]?.text(envelope) ?? '';
        return envelope.data === null ? '' : definition.render(envelope.data, run, options);
      });
      writeReports(run, envelope, { files, formats });
    };
    let result: CommandResult<T>;
    try {
      result = await definition.run(run, options, command.args).finally(run.end);
    } catch (error) {
      if (error instanceof OperatorError) publish({ ok: false, data: null, error: describeError(error) });
      throw error;
    }
    const { data, exitCode = exitCodes.ok } = result;
    publish({ ok: exitCode === exitCodes.ok, data, error: null });
    context.setExitCode(exitCode);
  });
}

/** A format that only other commands have would be found out after the work is done. */
function requireFormat(command: Command, format: string, own: string[]): void {
  const allowed = [...builtInFormats, ...own];
  if (allowed.includes(format)) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `cdcctl ${pathOf(command)} has no output format ${format}`,
    hint: `use -o with one of ${allowed.join(', ')}`,
  });
}

/** `deploy`, or `schema apply` for a command of a command. */
export function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}
