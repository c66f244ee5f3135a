import { Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type TableSnapshot } from '../snapshot/snapshot.js';
import { attach } from './command.js';
import { collect } from './collect.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { requireTables, selectTables } from './table-selection.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';

interface SnapshotCommandOptions extends DefinitionFlags {
  table: string[];
}

export function snapshotCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('snapshot').description(
      'load the rows that are in Cassandra now, each cell with its own write time; safe beside the running stream',
    ),
  ).addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'));
  return attach<SnapshotCommandOptions, { tables: TableSnapshot[] }>(command, context, {
    run: async (run, options) => {
      const tables: TableSnapshot[] = [];
      const pipelines = await loadFromOptions(run, options, context.stdin);
      requireTables(pipelines, options.table);
      for (const pipeline of pipelines) {
        tables.push(
          ...(await withOpenPipeline(pipeline, (open) => loadTables(run, selectTables(open, options.table), 'all'))),
        );
      }
      return {
        data: { tables },
        exitCode: tables.some(({ refused }) => refused > 0) ? exitCodes.partial : exitCodes.ok,
      };
    },
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
  which: 'missing' | 'all',
): Promise<TableSnapshot[]> {
  const { types } = await import('cassandra-driver');
  const { withPostgres } = await import('../clients/postgres.js');
  const { snapshotTables } = await import('../snapshot/snapshot.js');
  return withPostgres(pipeline.postgresql, (postgres) =>
    snapshotTables({
      cassandra,
      postgres,
      pipeline,
      tables,
      which,
      consistency: types.consistencies.localQuorum,
      onProgress: run.progress,
      signal: run.signal,
    }),
  );
}
