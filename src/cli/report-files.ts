import { access, constants, mkdir } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { writeAtomically } from '../atomic-file.js';
import { messageOf, OperatorError } from '../errors.js';
import { type Envelope, envelopeJson } from '../output/envelope.js';
import { collect } from './collect.js';
import { type CommandRun } from './context.js';

/** A way to write the result of one command, or why there is none. */
export interface ResultFormat<T> {
  /** How a file in this format ends: `.xml`. */
  ending: string;
  text: (envelope: Envelope<T>) => string;
}

type Formats<T> = Record<string, ResultFormat<T>>;

/** Options of a command whose result can be written to files. */
export interface ReportFlags {
  report: string[];
}

export function reportFilesOf({ report }: ReportFlags): string[] {
  return report;
}

/** Adds `--report <file>`; the ending of the file is the format: one of the command's own, or `.json`. */
export function addReportOptions<T>(command: Command, formats: Formats<T>): Command {
  const endings = [...Object.values(formats).map(({ ending }) => ending), '.json'];
  const described = `also write the result to this file, ${endings.join(', ')} (repeatable)`;
  return command.addOption(
    new Option('--report <file>', described)
      .argParser((file, previous: string[] | undefined) => {
        if (endings.includes(extname(file).toLowerCase())) return collect(file, previous);
        throw new InvalidArgumentError(`the file must end in one of ${endings.join(', ')}.`);
      })
      .default([], 'none'),
  );
}

/**
 * Makes the directories of report files, before the work whose result they are to hold.
 * @throws OperatorError (invalid) where a file could not be written
 */
export async function prepareReports(run: CommandRun, files: string[]): Promise<void> {
  for (const file of files) {
    const directory = dirname(resolve(run.cwd, file));
    try {
      await mkdir(directory, { recursive: true });
      await access(directory, constants.W_OK);
    } catch (error) {
      throw new OperatorError({ kind: 'invalid', message: messageOf(error), resource: file, cause: error });
    }
  }
}

/**
 * Writes a result to files, each as a whole.
 * @throws OperatorError (partial) when one cannot be written
 */
export function writeReports<T>(
  run: CommandRun,
  envelope: Envelope<T>,
  { files, formats }: { files: string[]; formats: Formats<T> },
): void {
  for (const file of files) {
    const ending = extname(file).toLowerCase();
    const format = Object.values(formats).find((one) => one.ending === ending);
    const content = format === undefined ? envelopeJson(envelope) : format.text(envelope);
    try {
      // What is in a report is as private as the data: it gets no more rights than other files of the user.
      writeAtomically({ file: resolve(run.cwd, file), content: `${content}\n`, mode: 0o666 & ~process.umask() });
    } catch (error) {
      throw new OperatorError({ kind: 'partial', message: messageOf(error), resource: file, cause: error });
    }
    run.output.log('debug', `wrote ${file}`);
  }
}
