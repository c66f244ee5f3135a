import { Command } from 'commander';
import { type CheckedDefinition } from '../pipeline/load.js';
import { table } from '../output/table.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, definitionOptions } from './definition-options.js';

interface ValidateFlags extends DefinitionFlags {
  resolve?: true;
}

interface ValidateReport {
  pipelines: CheckedDefinition[];
}

/** Checks definitions without connecting to anything. */
export function validateCommand(context: CliContext): Command {
  const command = new Command('validate')
    .description('check definitions offline; variables that have no value here are listed, not refused')
    .option('--resolve', 'refuse references that have no value here');
  return attach<ValidateFlags, ValidateReport>(addDefinitionOptions(command), context, {
    run: async (run, flags) => {
      const { checkDefinitions } = await import('../pipeline/load.js');
      const options = await definitionOptions(run, flags, context.stdin);
      return { data: { pipelines: await checkDefinitions(options, { valuesRequired: flags.resolve ?? false }) } };
    },
    render: ({ pipelines }) => {
      // A column for those who use it.
      const usesVault = pipelines.some(({ secrets }) => secrets.length > 0);
      return table(
        ['pipeline', 'files', 'tables', 'without a value here', ...(usesVault ? ['in vault'] : [])],
        pipelines.map(({ name, files, tables, unresolved, secrets }) => [
          name,
          files.join(', '),
          tables.join(', '),
          unresolved.join(', ') || '-',
          ...(usesVault ? [secrets.join(', ') || '-'] : []),
        ]),
      );
    },
  });
}
