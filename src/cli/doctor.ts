import { Command } from 'commander';
import { type Check } from '../check.js';
import { OperatorError } from '../errors.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import {
  addDefinitionOptions,
  type DefinitionFlags,
  definitionOptions,
  loadFromOptions,
} from './definition-options.js';
import { checksExitCode, renderChecks } from './render-checks.js';

/** Checks this machine and, where there is a definition, its pipelines. */
export function doctorCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('doctor').description(
      'check this machine and, where there is a definition, the systems of its pipelines',
    ),
  );
  return attach<DefinitionFlags, { checks: Check[] }>(command, context, {
    run: async (run, flags) => {
      const { checkPipeline } = await import('../checks/pipeline.js');
      const { definitionFiles } = await import('../pipeline/default-file.js');
      const { checkPrerequisites } = await import('../stack/prerequisites.js');
      const checks = await checkPrerequisites(run.env, run.cwd);
      const options = await definitionOptions(run, flags, context.stdin);
      const isThere = hasDefinition(() => definitionFiles(options));
      for (const pipeline of isThere ? await loadFromOptions(run, flags, context.stdin) : []) {
        checks.push(...(await checkPipeline(pipeline, run.signal)));
      }
      return { data: { checks }, exitCode: checksExitCode(checks) };
    },
    exitCodes: { finding: 'a check fails' },
    render: ({ checks }) => renderChecks(checks),
  });
}

function hasDefinition(find: () => string[]): boolean {
  try {
    return find().length > 0;
  } catch (error) {
    if (error instanceof OperatorError) return false;
    throw error;
  }
}
