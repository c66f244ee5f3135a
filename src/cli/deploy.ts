import { Command, Option } from 'commander';
import { type DeployReport } from '../deploy/deploy.js';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type TableSnapshot } from '../snapshot/snapshot.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { withOpenPipeline } from './open-pipeline.js';

export interface DeployOptions {
  wait: boolean;
  dryRun: boolean;
  timeout: number;
}

export interface DeployResult extends DeployReport {
  snapshots: TableSnapshot[];
}

export function deployCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('deploy').description('make Kafka, PostgreSQL, the registry and Kafka Connect equal to the definition'),
  )
    .option('--wait', 'wait until every task is RUNNING and the initial load is done', false)
    .option('--dry-run', 'only say what would be done', false)
    .addOption(
      new Option('--timeout <duration>', 'bound of the wait for tasks')
        .argParser(parseDurationMs)
        .default(120_000, '2m'),
    );
  return attach<DeployOptions & DefinitionFlags, { pipelines: DeployResult[] }>(command, context, {
    run: async (run, options) => {
      const pipelines: DeployResult[] = [];
      for (const pipeline of await loadFromOptions(run, options, context.stdin)) {
        pipelines.push(await deployPipeline(run, pipeline, options));
      }
      const refused = pipelines.flatMap(({ snapshots }) => snapshots).some((snapshot) => snapshot.refused > 0);
      return { data: { pipelines }, exitCode: refused ? exitCodes.partial : exitCodes.ok };
    },
    exitCodes: { partial: 'PostgreSQL refused rows of the initial load' },
    render: ({ pipelines }, _run, options) => pipelines.map((one) => renderDeploy(one, options.dryRun)).join('\n'),
  });
}

/** Deploys a pipeline and loads the tables that were never loaded. */
export async function deployPipeline(
  run: CommandRun,
  pipeline: Pipeline,
  options: DeployOptions,
): Promise<DeployResult> {
  const { deploy } = await import('../deploy/deploy.js');
  return withOpenPipeline(pipeline, async (open) => {
    const report = await deploy({
      pipeline,
      rendered: open.rendered,
      dryRun: options.dryRun,
      wait: options.wait,
      timeoutMs: options.timeout,
      onProgress: run.progress,
      signal: run.signal,
    });
    report.warnings.forEach((warning) => run.output.warn(warning));
    if (options.dryRun || pipeline.source.snapshot === 'none') return { ...report, snapshots: [] };
    const { loadTables } = await import('./snapshot.js');
    return { ...report, snapshots: await loadTables(run, open, { which: 'missing', consistency: 'LOCAL_QUORUM' }) };
  });
}

function renderDeploy({ pipeline, changes, snapshots }: DeployResult, dryRun: boolean): string {
  if (changes.length === 0 && snapshots.length === 0) return `${pipeline}: nothing to do`;
  const rows = [
    ...changes.map(({ system, action, object, detail }) => [system, action, object, detail ?? '']),
    ...snapshots.map(({ table: name, rows: count, refused }) => [
      'postgresql',
      'load',
      `table ${name}`,
      `${count} rows${refused > 0 ? `, ${refused} refused (see the dead letters)` : ''}`,
    ]),
  ];
  const verb = dryRun ? 'would change' : 'changed';
  return `${table(['system', 'action', 'object', 'detail'], rows)}\n${pipeline}: ${verb} ${rows.length} objects`;
}
