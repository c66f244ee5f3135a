import { Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { type Consistency, consistencyLevels } from '../rows/consistency.js';
import { type TableReport, type VerifyReport } from '../verify/report.js';
import { collect } from './collect.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { parseCount } from './numbers.js';
import { requireTables } from './table-selection.js';
import { renderVerifyReport } from './verify-report.js';

interface VerifyCommandOptions extends DefinitionFlags {
  table: string[];
  limit: number;
  maxWait: number;
  consistency: Consistency;
}

export function verifyCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('verify').description(
      'compare every row in Cassandra with PostgreSQL while writes go on; exit code 3 when one differs, 4 when not all could be read',
    ),
  )
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .addOption(
      new Option('--limit <n>', 'differences to list for each table; all are counted')
        .argParser(parseCount)
        .default(100),
    )
    .addOption(
      new Option('--max-wait <duration>', 'time that a row on its way may take to arrive')
        .argParser(parseDurationMs)
        .default(10_000, '10s'),
    )
    .addOption(
      new Option('--consistency <level>', 'consistency level of the reads from Cassandra')
        .choices(consistencyLevels)
        .default('LOCAL_QUORUM'),
    );
  return attach<VerifyCommandOptions, VerifyReport>(command, context, {
    run: async (run, options) => {
      const { verifyPipeline } = await import('../verify/verify.js');
      const pipelines = await loadFromOptions(run, options, context.stdin);
      requireTables(pipelines, options.table);
      const tables: TableReport[] = [];
      for (const pipeline of pipelines) {
        const report = await verifyPipeline(pipeline, {
          ...(options.table.length === 0 ? {} : { tables: options.table }),
          limit: options.limit,
          maxWaitMs: options.maxWait,
          consistency: options.consistency,
          onProgress: run.progress,
          signal: run.signal,
        });
        tables.push(...report.tables);
      }
      return { data: { equal: tables.every(({ equal }) => equal), tables }, exitCode: verifyExitCode(tables) };
    },
    render: (report) => renderVerifyReport(report),
  });
}

/** A difference that was found stays true whatever else could not be read. */
export function verifyExitCode(tables: TableReport[]): number {
  if (tables.some(({ differenceCount }) => differenceCount > 0)) return exitCodes.finding;
  return tables.every(({ equal }) => equal) ? exitCodes.ok : exitCodes.partial;
}
