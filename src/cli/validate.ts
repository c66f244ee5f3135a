import { Command } from 'commander';
import { type Check } from '../check.js';
import { type CheckedDefinition } from '../pipeline/load.js';
import { table } from '../output/table.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import {
  addDefinitionOptions,
  type DefinitionFlags,
  definitionOptions,
  loadFromOptions,
} from './definition-options.js';
import { checksExitCode, renderChecks } from './render-checks.js';

interface ValidateFlags extends DefinitionFlags {
  resolve?: true;
  live?: true;
}

interface ValidateReport {
  pipelines: CheckedDefinition[];
  /** What `--live` found; absent without it. */
  checks?: Check[];
}

/** Checks definitions, without `--live` without connecting to anything. */
export function validateCommand(context: CliContext): Command {
  const command = new Command('validate')
    .description('check definitions, offline without --live; variables that have no value here are listed, not refused')
    .option('--resolve', 'refuse references that have no value here')
    .option('--live', 'also check the systems: tables, rights, plugins, topics, subjects, disks');
  return attach<ValidateFlags, ValidateReport>(addDefinitionOptions(command), context, {
    run: async (run, flags) => {
      const { checkDefinitions } = await import('../pipeline/load.js');
      const options = await definitionOptions(run, flags, context.stdin);
      const pipelines = await checkDefinitions(options, { valuesRequired: flags.resolve ?? false });
      if (flags.live === undefined) return { data: { pipelines } };
      const { checkPipeline } = await import('../checks/pipeline.js');
      const checks: Check[] = [];
      for (const pipeline of await loadFromOptions(run, flags, context.stdin)) {
        checks.push(...(await checkPipeline(pipeline, run.signal)));
      }
      return { data: { pipelines, checks }, exitCode: checksExitCode(checks) };
    },
    exitCodes: { finding: 'a check of --live fails' },
    render: ({ pipelines, checks }) => {
      if (checks !== undefined) return renderChecks(checks);
      // Columns for those who use them.
      const usesVault = pipelines.some(({ secrets }) => secrets.length > 0);
      const usesAgents = pipelines.some(({ agents }) => agents.length > 0);
      return table(
        [
          ...['pipeline', 'files', 'tables', 'without a value here'],
          ...(usesVault ? ['in vault'] : []),
          ...(usesAgents ? ['agents, unchecked'] : []),
        ],
        pipelines.map(({ name, files, tables, unresolved, secrets, agents }) => [
          name,
          files.join(', '),
          tables.join(', '),
          unresolved.join(', ') || '-',
          ...(usesVault ? [secrets.join(', ') || '-'] : []),
          ...(usesAgents ? [agents.join(', ') || '-'] : []),
        ]),
      );
    },
  });
}
