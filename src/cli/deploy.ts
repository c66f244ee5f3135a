import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { type Desired, type PlanReport } from '../deploy/plan.js';
import { type PlanFile } from '../deploy/plan-file.js';
import { exitCodes, OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type TableSnapshot } from '../snapshot/snapshot.js';
import { type Approve, approveByPlanFile, approveByQuestion } from './approve.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { deployText } from './deploy-text.js';
import { parseDurationMs } from './duration.js';
import { withOpenPipeline } from './open-pipeline.js';
import { planText } from './plan-text.js';

export interface DeployOptions {
  wait: boolean;
  dryRun: boolean;
  prune: boolean;
  timeout: number;
}

interface DeployFlags extends DeployOptions, DefinitionFlags {
  yes: boolean;
}

export interface DeployResult extends PlanReport {
  snapshots: TableSnapshot[];
}

export function deployCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('deploy')
      .description('make Kafka, PostgreSQL, the registry and Kafka Connect equal to the definition')
      .argument(
        '[plan]',
        'a file that `cdcctl plan --out` wrote: do exactly that, or nothing where it would be something else',
      ),
  )
    .option('--wait', 'wait until every task is RUNNING and the initial load is done', false)
    .option('--dry-run', 'only show the plan', false)
    .option('--prune', 'also remove connectors that the definition does not name any more', false)
    .option('-y, --yes', 'do not ask before connectors are removed, and before what would lose or repeat data', false)
    .addOption(
      new Option('--timeout <duration>', 'bound of the wait for tasks')
        .argParser(parseDurationMs)
        .default(120_000, '2m'),
    );
  return attach<DeployFlags, { pipelines: DeployResult[] }>(command, context, {
    run: async (run, flags, [path]) => {
      const reviewed = path === undefined ? undefined : await readReviewed(run, flags, path);
      const loaded = await loadFromOptions(run, { ...flags, ...definitionOf(flags, reviewed) }, context.stdin);
      const approve =
        reviewed === undefined ? approveByQuestion(context, flags.yes) : approveByPlanFile(reviewed, loaded);
      const options = { ...flags, prune: reviewed?.prune ?? flags.prune };
      const pipelines: DeployResult[] = [];
      for (const pipeline of loaded) pipelines.push(await deployPipeline(run, pipeline, { ...options, approve }));
      const refused = pipelines.flatMap(({ snapshots }) => snapshots).some((snapshot) => snapshot.refused > 0);
      return { data: { pipelines }, exitCode: refused ? exitCodes.partial : exitCodes.ok };
    },
    exitCodes: {
      finding: 'it is not any more what the file has planned, or a connector fails',
      partial: 'PostgreSQL refused rows of the initial load',
    },
    render: ({ pipelines }, _run, { dryRun }) => pipelines.map(dryRun ? planText : deployText).join('\n'),
  });
}

async function readReviewed(run: CommandRun, flags: DeployFlags, path: string): Promise<PlanFile> {
  const { readPlanFile } = await import('../deploy/plan-file.js');
  const reviewed = readPlanFile(resolve(run.cwd, path));
  if (!flags.prune || reviewed.prune) return reviewed;
  throw new OperatorError({
    kind: 'invalid',
    resource: path,
    message: 'the plan was made without --prune',
    hint: 'leave --prune out, or plan again with it',
  });
}

/** A plan knows the files of its definition. */
function definitionOf(flags: DeployFlags, reviewed: PlanFile | undefined): DefinitionFlags {
  const { files = [], envFile } = reviewed ?? {};
  return {
    ...(flags.file === undefined && files.length > 0 ? { file: files } : {}),
    ...(flags.envFile === undefined && envFile !== undefined ? { envFile } : {}),
  };
}

/** Deploys a pipeline and loads the tables that were never loaded. */
export async function deployPipeline(
  run: CommandRun,
  pipeline: Pipeline,
  options: DeployOptions & { approve: Approve },
): Promise<DeployResult> {
  return withOpenPipeline(pipeline, async (open) => {
    const desired = { pipeline, tables: open.tables, rendered: open.rendered, prune: options.prune };
    const report = await (options.dryRun ? planOnly : deployOnly)(run, desired, options);
    report.warnings.forEach((warning) => run.output.warn(warning, { pipeline: report.pipeline }));
    if (options.dryRun || pipeline.source.snapshot === 'none') return { ...report, snapshots: [] };
    const { loadTables } = await import('./snapshot.js');
    return { ...report, snapshots: await loadTables(run, open, { which: 'missing', consistency: 'LOCAL_QUORUM' }) };
  });
}

async function planOnly(run: CommandRun, desired: Desired): Promise<PlanReport> {
  const { describePlan, planPipeline } = await import('../deploy/plan.js');
  return describePlan(desired.pipeline, await planPipeline(desired, run.signal));
}

async function deployOnly(
  run: CommandRun,
  desired: Desired,
  { approve, wait, timeout }: DeployOptions & { approve: Approve },
): Promise<PlanReport> {
  const { deploy } = await import('../deploy/deploy.js');
  return deploy({
    desired,
    approve: (plan) => approve(desired, plan),
    wait,
    timeoutMs: timeout,
    onProgress: run.progress,
    signal: run.signal,
  });
}
