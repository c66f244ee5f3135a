import { Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type NodeRecovery } from '../recover/recover.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';
import { addReadBackOptions, type ReadBackFlags, readBackOptions } from './read-back-options.js';

export interface RecoveryFlags extends ReadBackFlags {
  dryRun: boolean;
  prune: boolean;
}

type RecoverFlags = DefinitionFlags & RecoveryFlags;

export interface PipelineRecovery {
  pipeline: string;
  nodes: NodeRecovery[];
}

export interface RecoverResult {
  pipelines: PipelineRecovery[];
  /** Segments that were removed. */
  pruned: string[];
}

export function recoverCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('recover').description(
      'find changes that the connector has lost, in the commit log segments that it has set aside, and read their partitions back; on the node itself, safe beside the running stream',
    ),
  )
    .addOption(new Option('--dry-run', 'only say what is lost').default(false))
    .addOption(
      new Option('--prune', 'then remove the segments whose changes are all in Kafka or read back')
        .default(false)
        .conflicts('dryRun'),
    );
  return attach<RecoverFlags, RecoverResult>(addReadBackOptions(command), context, {
    run: async (run, flags) => {
      const result = await recoverPipelines(run, await loadFromOptions(run, flags, context.stdin), flags);
      return { data: result, exitCode: exitCodeOf(result, flags) };
    },
    exitCodes: {
      finding: 'with --dry-run: changes are lost',
      partial: 'segments or partitions could not be read, or PostgreSQL refused rows',
    },
    render: renderRecovery,
  });
}

/** Pipelines that share a node are given together: a segment is removed when all of them are done with it. */
export async function recoverPipelines(
  run: CommandRun,
  pipelines: Pipeline[],
  flags: RecoveryFlags,
): Promise<RecoverResult> {
  const recoveries: PipelineRecovery[] = [];
  for (const pipeline of pipelines) {
    const nodes = await withOpenPipeline(pipeline, (open) => recover(run, open, flags));
    recoveries.push({ pipeline: pipeline.name, nodes });
  }
  return { pipelines: recoveries, pruned: flags.prune ? await prune(recoveries) : [] };
}

async function recover(run: CommandRun, open: OpenPipeline, flags: RecoveryFlags): Promise<NodeRecovery[]> {
  const { withPostgres } = await import('../clients/postgres.js');
  const { recoverPipeline } = await import('../recover/recover.js');
  const { readTableIds } = await import('../tables/read-table-ids.js');
  const { pipeline, tables, cassandra } = open;
  const reading = await readBackOptions(run, flags);
  const tableIds = await readTableIds(cassandra, pipeline.cassandra.keyspace);
  return withPostgres(pipeline.postgresql, (postgres) =>
    recoverPipeline({
      ...{ pipeline, tables, tableIds, cassandra, postgres, ...reading },
      dryRun: flags.dryRun,
      onProgress: run.progress,
    }),
  );
}

async function prune(pipelines: PipelineRecovery[]): Promise<string[]> {
  const { removeSegment } = await import('../recover/set-aside.js');
  const nodes = pipelines.flatMap((one) => one.nodes);
  const pruned: string[] = [];
  for (const { directory, settled } of nodes) {
    const others = nodes.filter((one) => one.directory === directory);
    for (const segment of settled) {
      const isSettled = others.every((one) => one.settled.some(({ file }) => file === segment.file));
      if (!isSettled || pruned.includes(segment.file)) continue;
      await removeSegment(segment);
      pruned.push(segment.file);
    }
  }
  return pruned;
}

function exitCodeOf({ pipelines }: RecoverResult, { dryRun }: RecoverFlags): number {
  const nodes = pipelines.flatMap((one) => one.nodes);
  const tables = nodes.flatMap((one) => one.tables);
  if (dryRun && tables.some(({ lost }) => lost > 0)) return exitCodes.finding;
  const isPartial =
    nodes.some(({ problem, unread }) => problem !== null || unread.length > 0) ||
    tables.some(({ failed, refused }) => failed > 0 || refused > 0);
  return isPartial ? exitCodes.partial : exitCodes.ok;
}

function renderRecovery({ pipelines, pruned }: RecoverResult, _: CommandRun, { dryRun }: RecoverFlags): string {
  const sections = pipelines.flatMap(({ pipeline, nodes }) =>
    nodes.map((node) => {
      const { tables, problem, unread } = node;
      const head = `pipeline ${pipeline}, ${node.node}: ${problem ?? segmentsOf(node)}`;
      const rows = tables.map((one) => [
        ...[one.table, one.changes, one.lost, one.lostFrom ?? '-', one.lostTo ?? '-', one.partitions],
        ...(dryRun ? [] : [one.rows, one.refused, one.failed, one.failure ?? '']),
      ]);
      const columns = ['table', 'changes', 'lost', 'from', 'to', 'partitions'];
      return [
        head,
        ...(rows.length === 0
          ? []
          : [table([...columns, ...(dryRun ? [] : ['rows read back', 'refused', 'failed', ''])], rows)]),
        ...unread.map((one) => `not read: ${one.file}: ${one.problem}`),
      ].join('\n');
    }),
  );
  return [...sections, ...(pruned.length === 0 ? [] : [`${pruned.length} segments removed`])].join('\n\n');
}

function segmentsOf({ segments, bytes, settled, directory }: NodeRecovery): string {
  return `${segments} segments, ${Math.ceil(bytes / 2 ** 20)} MiB in ${directory}, ${settled.length} of them settled`;
}
