import { Command, Option } from 'commander';
import { exitCodes } from '../../errors.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from '../definition-options.js';
import { parseCount } from '../numbers.js';
import { addSelectionOptions, selectionOf, type SelectionFlags, warnOfUnknownTables } from './selection-options.js';

interface CountFlags extends DefinitionFlags, SelectionFlags {
  max?: number;
}

interface CountResult {
  letters: number;
  pipelines: { pipeline: string; letters: number }[];
}

export function countCommand(context: CliContext): Command {
  const command = new Command('count')
    .description('how many dead letters are open; exit code 3 when there are more than --max')
    .addOption(new Option('--max <n>', 'letters that are fine').argParser(parseCount));
  addSelectionOptions(addDefinitionOptions(command));
  return attach<CountFlags, CountResult>(command, context, {
    run: async (run, flags) => {
      const { listLetters } = await import('../../dead-letters/list-letters.js');
      const { withLetterSystems } = await import('../../dead-letters/systems.js');
      const pipelines: CountResult['pipelines'] = [];
      const definitions = await loadFromOptions(run, flags, context.stdin);
      warnOfUnknownTables(run, definitions, flags);
      for (const pipeline of definitions) {
        const { letters, warnings } = await withLetterSystems(pipeline, (systems) =>
          listLetters(systems, {
            selection: selectionOf(run, flags),
            states: ['open'],
            rows: 0,
            now: run.now,
            signal: run.signal,
          }),
        );
        warnings.forEach((warning) => run.output.warn(warning));
        pipelines.push({ pipeline: pipeline.name, letters });
      }
      const letters = pipelines.reduce((sum, one) => sum + one.letters, 0);
      const isTooMany = flags.max !== undefined && letters > flags.max;
      return { data: { letters, pipelines }, exitCode: isTooMany ? exitCodes.finding : exitCodes.ok };
    },
    render: ({ letters }) => String(letters),
  });
}
