import { Command, Option } from 'commander';
import { exitCodes } from '../../errors.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags } from '../definition-options.js';
import { parseCount } from '../numbers.js';
import { letterLists } from './letter-lists.js';
import { addSelectionOptions, type SelectionFlags } from './selection-options.js';

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
      const lists = await letterLists({ run, context, flags }, { states: ['open'], rows: 0 });
      const pipelines = lists.map(({ pipeline, letters }) => ({ pipeline, letters }));
      const letters = pipelines.reduce((sum, one) => sum + one.letters, 0);
      const isTooMany = flags.max !== undefined && letters > flags.max;
      return { data: { letters, pipelines }, exitCode: isTooMany ? exitCodes.finding : exitCodes.ok };
    },
    render: ({ letters }) => String(letters),
  });
}
