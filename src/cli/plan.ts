import { resolve } from 'node:path';
import { Command } from 'commander';
import { type PlanReport } from '../deploy/plan.js';
import { type PlannedPipeline } from '../deploy/plan-file.js';
import { exitCodes } from '../errors.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { withOpenPipeline } from './open-pipeline.js';
import { planText } from './plan-text.js';

interface PlanFlags extends DefinitionFlags {
  out?: string;
  prune: boolean;
  detailedExitcode: boolean;
}

export function planCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('plan').description('show what deploy would change, setting by setting; nothing is changed'),
  )
    .option('--out <file>', 'also write the plan to a file, for `cdcctl deploy <file>`')
    .option('--prune', 'also remove connectors that the definition does not name any more', false)
    .option('--detailed-exitcode', 'exit code 3 when there is something to change', false);
  return attach<PlanFlags, { pipelines: PlanReport[] }>(command, context, {
    run: async (run, flags) => {
      const { describePlan, planPipeline } = await import('../deploy/plan.js');
      const { newSalt, plannedPipeline, writePlanFile } = await import('../deploy/plan-file.js');
      const salt = newSalt();
      const pipelines: PlanReport[] = [];
      const planned: PlannedPipeline[] = [];
      for (const pipeline of await loadFromOptions(run, flags, context.stdin)) {
        await withOpenPipeline(pipeline, async ({ tables, rendered }) => {
          const desired = { pipeline, tables, rendered, prune: flags.prune };
          const plan = await planPipeline(desired, run.signal);
          const report = describePlan(pipeline, plan);
          report.warnings.forEach((warning) => run.output.warn(warning, { pipeline: report.pipeline }));
          pipelines.push(report);
          if (flags.out !== undefined) planned.push(plannedPipeline(desired, plan, salt));
        });
      }
      if (flags.out !== undefined) {
        writePlanFile(resolve(run.cwd, flags.out), {
          createdAt: run.now().toISOString(),
          salt,
          // What came from stdin has to come from there again.
          files: (flags.file ?? []).filter((file) => file !== '-').map((file) => resolve(run.cwd, file)),
          ...(flags.envFile === undefined ? {} : { envFile: resolve(run.cwd, flags.envFile) }),
          prune: flags.prune,
          pipelines: planned,
        });
      }
      const differs = pipelines.some(({ changes }) => changes.length > 0);
      return { data: { pipelines }, exitCode: differs && flags.detailedExitcode ? exitCodes.finding : exitCodes.ok };
    },
    exitCodes: { finding: 'something would be changed, with --detailed-exitcode' },
    render: ({ pipelines }) => pipelines.map(planText).join('\n\n'),
  });
}
