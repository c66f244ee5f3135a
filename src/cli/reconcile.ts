import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { codeOf, exitCodes, messageOf, OperatorError } from '../errors.js';
import { table } from '../output/table.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type QueueCount } from '../reconcile/queue.js';
import { type TableReconciliation } from '../reconcile/reconcile.js';
import { type PrunedTable } from '../reconcile/prune.js';
import { attach } from './command.js';
import { collect } from './collect.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';
import { addReadBackOptions, type ReadBackFlags, readBackOptions } from './read-back-options.js';
import { requireTables, selectTables } from './table-selection.js';

interface ReconcileFlags extends DefinitionFlags, ReadBackFlags {
  table: string[];
  follow: boolean;
  dryRun: boolean;
  prune: boolean;
}

interface ReconcileResult {
  tables: TableReconciliation[];
  pruned: PrunedTable[];
  /** What is queued, with --dry-run. */
  queued: (QueueCount & { table: string })[];
}

/** Pause between two looks at the queue. */
const followMs = 1000;
/** Pause after a system could not be reached. */
const retryMs = 5000;

export function reconcileCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('reconcile').description(
      'read back from Cassandra what the change log does not tell, for the rows and partitions that are queued; safe beside the running stream',
    ),
  )
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .addOption(new Option('--follow', 'go on as the queue grows, until interrupted').default(false))
    .addOption(new Option('--dry-run', 'only say what is queued').default(false).conflicts('follow'))
    .addOption(
      new Option('--prune', 'then remove tombstones older than gc_grace_seconds').default(false).conflicts('dryRun'),
    );
  return attach<ReconcileFlags, ReconcileResult>(addReadBackOptions(command), context, {
    run: async (run, flags) => {
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      requireTables(pipelines, flags.table);
      const result: ReconcileResult = { tables: [], pruned: [], queued: [] };
      if (flags.follow) {
        await Promise.all(pipelines.map((pipeline) => followPipeline(run, pipeline, flags)));
      }
      for (const pipeline of pipelines) {
        await withOpenPipeline(pipeline, (open) =>
          flags.dryRun
            ? countQueue(selectTables(open, flags.table), result)
            : reconcileOnce(run, selectTables(open, flags.table), flags, result),
        );
      }
      const isPartial = result.tables.some(({ failed, refused }) => failed > 0 || refused > 0);
      return { data: result, exitCode: isPartial ? exitCodes.partial : exitCodes.ok };
    },
    exitCodes: { partial: 'rows could not be read back, or PostgreSQL refused them' },
    render: (result, _, { dryRun }) => (dryRun ? renderQueue(result) : renderResult(result)),
  });
}

/** Works the queue off again and again until interrupted. A schema that changes is read again, a system waited for. */
async function followPipeline(run: CommandRun, pipeline: Pipeline, flags: ReconcileFlags): Promise<never> {
  for (;;) {
    try {
      await withOpenPipeline(pipeline, (open) =>
        withReconciler(run, selectTables(open, flags.table), flags, async ({ reconcile }) => {
          for (;;) {
            for (const { failed, failure, ...one } of await reconcile()) {
              if (failed > 0)
                run.output.warn(`${one.table}: ${failed} keys stay queued: ${failure}`, { table: one.table });
            }
            await sleep(followMs, undefined, { signal: run.signal });
          }
        }),
      );
    } catch (error) {
      run.signal.throwIfAborted();
      const isAway = error instanceof OperatorError && error.kind === 'unreachable';
      if (!isAway && !isSchemaChange(error)) throw error;
      run.output.warn(`${messageOf(error)}; ${isAway ? 'trying again' : 'reading the schema again'}`);
      await sleep(retryMs, undefined, { signal: run.signal });
    }
  }
}

/** Class 42: PostgreSQL's objects are no longer those of the schema that was read. */
function isSchemaChange(error: unknown): boolean {
  return codeOf(error)?.startsWith('42') === true;
}

async function reconcileOnce(
  run: CommandRun,
  open: OpenPipeline,
  flags: ReconcileFlags,
  result: ReconcileResult,
): Promise<void> {
  await withReconciler(run, open, flags, async ({ reconcile, prune }) => {
    result.tables.push(...(await reconcile()));
    if (flags.prune) result.pruned.push(...(await prune()));
  });
}

interface Reconciler {
  reconcile: () => Promise<TableReconciliation[]>;
  prune: () => Promise<PrunedTable[]>;
}

async function withReconciler<T>(
  run: CommandRun,
  { pipeline, tables, cassandra }: OpenPipeline,
  flags: ReconcileFlags,
  use: (reconciler: Reconciler) => Promise<T>,
): Promise<T> {
  const { withPostgres } = await import('../clients/postgres.js');
  const { pruneTombstones } = await import('../reconcile/prune.js');
  const { reconcileTables } = await import('../reconcile/reconcile.js');
  const reading = await readBackOptions(run, flags);
  return withPostgres(pipeline.postgresql, (postgres) =>
    use({
      reconcile: () =>
        reconcileTables({
          cassandra,
          postgres,
          pipeline,
          tables,
          ...reading,
          onProgress: run.progress,
        }),
      prune: () => pruneTombstones(postgres, pipeline, tables, new Date()),
    }),
  );
}

async function countQueue({ pipeline, tables }: OpenPipeline, result: ReconcileResult): Promise<void> {
  const { withPostgres } = await import('../clients/postgres.js');
  const { ReconcileQueue } = await import('../reconcile/queue.js');
  await withPostgres(pipeline.postgresql, async (postgres) => {
    for (const one of tables) {
      const counts = await new ReconcileQueue(postgres, pipeline, one).count();
      result.queued.push(...counts.map((count) => ({ table: one.source.name, ...count })));
    }
  });
}

function renderQueue({ queued }: ReconcileResult): string {
  if (queued.length === 0) return 'nothing is queued';
  return table(
    ['table', 'reason', 'due', 'later'],
    queued.map((one) => [one.table, one.reason, one.due, one.later]),
  );
}

function renderResult({ tables, pruned }: ReconcileResult): string {
  return [
    table(
      ['table', 'read back', 'rows', 'refused', 'failed', ''],
      tables.map((one) => [one.table, one.entries, one.rows, one.refused, one.failed, one.failure ?? '']),
    ),
    ...(pruned.length === 0
      ? []
      : [
          '',
          table(
            ['table', 'dead rows removed', 'partition tombstones removed'],
            pruned.map((one) => [one.table, one.rows, one.partitions]),
          ),
        ]),
  ].join('\n');
}
