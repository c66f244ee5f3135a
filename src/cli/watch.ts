import { Command, Option } from 'commander';
import { messageOf } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { silent } from '../progress.js';
import { type TableRecovery } from '../recover/recover.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { parseCount } from './numbers.js';
import { addReadBackOptions, type ReadBackFlags } from './read-back-options.js';
import { type PipelineRecovery, recoverPipelines } from './recover.js';

interface WatchFlags extends DefinitionFlags, ReadBackFlags {
  interval: number;
  recoverEvery: number;
  maxRestarts: number;
  prune: boolean;
}

export function watchCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('watch').description(
      'watch pipelines until interrupted: tell what begins and ends to be wrong, restart what has failed, and read back what the connector has lost; one on each Cassandra node',
    ),
  )
    .addOption(
      new Option('--interval <duration>', 'pause between two looks').argParser(parseDurationMs).default(5000, '5s'),
    )
    .addOption(
      new Option('--recover-every <duration>', 'pause between two searches for lost changes, as `recover` makes them')
        .argParser(parseDurationMs)
        .default(300_000, '5m'),
    )
    .addOption(
      new Option(
        '--max-restarts <n>',
        'restarts of one connector in a row, the pauses between them ever longer; 0: none',
      )
        .argParser(parseCount)
        .default(7),
    )
    .addOption(
      new Option(
        '--prune',
        'remove the segments whose changes are all in Kafka or read back; name all pipelines of the node then',
      ).default(false),
    );
  return attach<WatchFlags, never>(addReadBackOptions(command), context, {
    run: async (run, flags) => {
      const { watchPipelines } = await import('../watch/watch.js');
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const told = new Map<string, string>();
      return watchPipelines({
        pipelines,
        intervalMs: flags.interval,
        recoverMs: flags.recoverEvery,
        maxRestarts: flags.maxRestarts,
        tell: (level, message, subject) => run.output.log(level, message, subject),
        recover: (reason) => recover(run, { pipelines, flags, reason, told }),
        signal: run.signal,
        now: run.now,
      });
    },
    render: () => '',
  });
}

interface Search {
  pipelines: Pipeline[];
  flags: WatchFlags;
  reason: string;
  /** What was told last, by pipeline and table: without --prune the same changes are found each time. */
  told: Map<string, string>;
}

/** A system that is away is a matter of the looks, and the search is made again. */
async function recover(run: CommandRun, { pipelines, flags, reason, told }: Search): Promise<void> {
  run.output.log('debug', `looking for lost changes: ${reason}`);
  try {
    const result = await recoverPipelines({ ...run, progress: silent }, pipelines, { ...flags, dryRun: false });
    for (const one of result.pipelines) tellRecovery(run, one, told);
    if (result.pruned.length > 0) run.output.log('debug', `${result.pruned.length} segments removed`);
  } catch (error) {
    run.signal.throwIfAborted();
    run.output.log('warn', `what the connectors have lost could not be looked for: ${messageOf(error)}`);
  }
}

function tellRecovery({ output }: CommandRun, { pipeline, nodes }: PipelineRecovery, told: Map<string, string>): void {
  for (const { node, problem, unread, tables } of nodes) {
    if (problem !== null) output.log('debug', `${pipeline}: ${node}: ${problem}`, { pipeline });
    for (const one of unread) output.log('warn', `${pipeline}: not read: ${one.file}: ${one.problem}`, { pipeline });
    for (const recovery of tables) {
      const message = messageOfTable(recovery);
      const id = JSON.stringify([pipeline, node, recovery.table]);
      if (message === told.get(id)) continue;
      told.set(id, message);
      if (recovery.lost === 0) continue;
      const level = recovery.failed + recovery.refused > 0 ? 'error' : 'warn';
      output.log(level, `${pipeline}: ${recovery.table}: ${message}`, { pipeline, table: recovery.table });
    }
  }
}

function messageOfTable({ lost, lostFrom, lostTo, partitions, refused, failed, failure }: TableRecovery): string {
  return [
    `${lost} changes from ${lostFrom} to ${lostTo} were lost`,
    `${partitions - failed} partitions read back`,
    ...(failed === 0 ? [] : [`${failed} not: ${failure}`]),
    ...(refused === 0 ? [] : [`PostgreSQL refused ${refused} rows`]),
  ].join('; ');
}
