import { Command } from 'commander';
import { type ChangeReport } from '../deploy/change.js';
import { OperatorError } from '../errors.js';
import { table } from '../output/table.js';
import { attach } from './command.js';
import { confirm } from './confirm.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { withOpenPipeline } from './open-pipeline.js';

interface UndeployOptions extends DefinitionFlags {
  data: boolean;
  dryRun: boolean;
  yes: boolean;
}

type UndeployResult = { pipeline: string; changes: ChangeReport[] };

export function undeployCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('undeploy').description('remove what deploy made: the connectors and, with --data, everything else'),
  )
    .option('--data', 'also remove topics, subjects and the replicated tables', false)
    .option('--dry-run', 'only say what would be done', false)
    .option('-y, --yes', 'do not ask', false);
  return attach<UndeployOptions, { pipelines: UndeployResult[] }>(command, context, {
    run: async (run, options) => {
      const { undeploy } = await import('../deploy/undeploy.js');
      const pipelines: UndeployResult[] = [];
      for (const pipeline of await loadFromOptions(run, options, context.stdin)) {
        const what = options.data ? 'connectors, topics, subjects and REPLICATED TABLES' : 'connectors';
        const question = `Remove the ${what} of the pipeline ${pipeline.name}?`;
        if (!options.dryRun && !options.yes && !(await confirm(context, question))) {
          throw new OperatorError({ kind: 'invalid', message: 'not confirmed; nothing was removed' });
        }
        pipelines.push(
          await withOpenPipeline(pipeline, ({ rendered }) =>
            undeploy({
              pipeline,
              rendered,
              data: options.data,
              dryRun: options.dryRun,
              onProgress: run.progress,
              signal: run.signal,
            }),
          ),
        );
      }
      return { data: { pipelines } };
    },
    render: ({ pipelines }) =>
      pipelines
        .map(({ pipeline, changes }) =>
          changes.length === 0
            ? `${pipeline}: nothing to do`
            : table(
                ['system', 'action', 'object'],
                changes.map(({ system, action, object }) => [system, action, object]),
              ),
        )
        .join('\n'),
  });
}
