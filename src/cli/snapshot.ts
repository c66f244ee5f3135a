import { Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type Consistency, consistencyLevels } from '../rows/consistency.js';
import { type TableSnapshot } from '../snapshot/snapshot.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { attach } from './command.js';
import { collect } from './collect.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseTokenRange } from './token-range.js';
import { requireTables, selectTables } from './table-selection.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';

interface SnapshotCommandOptions extends DefinitionFlags {
  table: string[];
  range?: TokenRange;
  consistency: Consistency;
}

/** What a load needs to know besides the pipeline. */
interface LoadOptions {
  which: 'missing' | 'all';
  range?: TokenRange;
  consistency: Consistency;
}

export function snapshotCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('snapshot').description(
      'load the rows that are in Cassandra now, each cell with its own write time; safe beside the running stream',
    ),
  )
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .addOption(
      new Option(
        '--range <after:to>',
        'only rows whose tokens are greater than the first and not than the second',
      ).argParser(parseTokenRange),
    )
    .addOption(
      new Option('--consistency <level>', 'consistency level of the reads from Cassandra')
        .choices(consistencyLevels)
        .default('LOCAL_QUORUM'),
    );
  return attach<SnapshotCommandOptions, { tables: TableSnapshot[] }>(command, context, {
    run: async (run, options) => {
      const tables: TableSnapshot[] = [];
      const pipelines = await loadFromOptions(run, options, context.stdin);
      requireTables(pipelines, options.table);
      for (const pipeline of pipelines) {
        tables.push(
          ...(await withOpenPipeline(pipeline, (open) =>
            loadTables(run, selectTables(open, options.table), { ...options, which: 'all' }),
          )),
        );
      }
      return {
        data: { tables },
        exitCode: tables.some(({ refused }) => refused > 0) ? exitCodes.partial : exitCodes.ok,
      };
    },
    exitCodes: { partial: 'PostgreSQL refused rows' },
    render: ({ tables }) =>
      table(
        ['table', 'rows', 'refused', ''],
        tables.map((one) => [one.table, one.rows, one.refused, one.resumed ? 'went on where it was interrupted' : '']),
      ),
  });
}

export async function loadTables(
  run: CommandRun,
  { pipeline, tables, cassandra }: OpenPipeline,
  { which, range, consistency }: LoadOptions,
): Promise<TableSnapshot[]> {
  const { driverConsistency } = await import('../rows/driver-consistency.js');
  const { withPostgres } = await import('../clients/postgres.js');
  const { snapshotTables } = await import('../snapshot/snapshot.js');
  return withPostgres(pipeline.postgresql, (postgres) =>
    snapshotTables({
      cassandra,
      postgres,
      pipeline,
      tables,
      which,
      ...(range === undefined ? {} : { range }),
      consistency: driverConsistency[consistency],
      onProgress: run.progress,
      signal: run.signal,
    }),
  );
}
