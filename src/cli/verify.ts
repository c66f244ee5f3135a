import { Command } from 'commander';
import { type VerifyReport } from '../verify/report.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, loadFromOptions } from './definition-options.js';
import { addReportOptions, type ReportFlags, reportFilesOf } from './report-files.js';
import { requireTables } from './table-selection.js';
import { verifyExitCode, verifyExitCodes } from './verify-exit-code.js';
import {
  addVerifyOptions,
  confirmDeletes,
  requireConsistentFlags,
  type VerifyFlags,
  verifyOptions,
} from './verify-options.js';
import { verifyMergeCommand } from './verify-merge.js';
import { renderVerifyReport } from './verify-report.js';
import { verifyFormats } from './verify-report/formats.js';

export function verifyCommand(context: CliContext): Command {
  const command = addVerifyOptions(
    addDefinitionOptions(
      new Command('verify').description('compare every row in Cassandra with PostgreSQL while writes go on'),
    ),
  );
  attach<VerifyFlags & ReportFlags, VerifyReport>(addReportOptions(command, verifyFormats), context, {
    run: async (run, flags) => {
      requireConsistentFlags(flags);
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      requireTables(pipelines, flags.table);
      await confirmDeletes(context, flags);
      const { verifyPipelines } = await import('../verify/verify.js');
      const options = await verifyOptions(run, flags);
      const record = await openRecord(run, flags, {
        pipelines: pipelines.map(({ name }) => name),
        scope: options.scope,
      });
      try {
        const report = await verifyPipelines(pipelines, { ...options, record });
        return { data: report, exitCode: verifyExitCode(report.tables) };
      } catch (error) {
        if (record?.isBegun === true) run.output.log('info', `the same command goes on from ${record.file}`);
        throw error;
      }
    },
    exitCodes: verifyExitCodes,
    render: (report) => renderVerifyReport(report),
    formats: verifyFormats,
    reportFiles: reportFilesOf,
  });
  return command.addCommand(verifyMergeCommand(context));
}

async function openRecord(
  run: CommandRun,
  { record: file, table, columns }: VerifyFlags,
  { pipelines, scope = null }: { pipelines: string[]; scope: VerifyReport['scope'] | undefined },
) {
  if (file === undefined) return undefined;
  const { RunRecord } = await import('../verify/runs/run-record.js');
  const identity = { pipelines, tables: table.length === 0 ? null : table, columns: columns ?? null, scope };
  const record = RunRecord.open(file, identity, run.now());
  if (record.isBegun) run.output.log('info', `going on where the run of ${record.startedAt} was interrupted`);
  return record;
}
