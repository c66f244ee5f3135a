import { Command, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type VerifyReport } from '../verify/report.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { type ReportFlags, reportFilesOf } from './report-files.js';
import { verifyExitCode, verifyExitCodes } from './verify-exit-code.js';
import { confirmDeletes, requireConsistentFlags, type VerifyFlags, verifyOptions } from './verify-options.js';
import { renderVerifyReport } from './verify-report.js';
import { verifyFormats } from './verify-report/formats.js';

interface MergeFlags extends VerifyFlags, ReportFlags {
  wait: number;
}

/** The flags of `verify` that it takes too are those of its parent. */
export function verifyMergeCommand(context: CliContext): Command {
  const command = new Command('merge')
    .description('compare what the shards of a verification have read with PostgreSQL')
    .argument('<record...>', 'records of all shards, or directories with nothing else in .json files')
    .addOption(
      new Option('--wait <duration>', 'wait so long for shards that are not read yet')
        .argParser(parseDurationMs)
        .default(0, 'not at all'),
    );
  return attach<MergeFlags, VerifyReport>(command, context, {
    run: async (run, flags, paths) => {
      requireNone(flags);
      requireConsistentFlags(flags);
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      await confirmDeletes(context, flags);
      const { findShards, mergeShards } = await import('../verify/runs/merge.js');
      const { progress: onProgress, signal } = run;
      const shards = await findShards({ paths, waitMs: flags.wait, onProgress, signal });
      const report = await mergeShards(pipelines, shards, await verifyOptions(run, flags));
      return { data: report, exitCode: verifyExitCode(report.tables) };
    },
    exitCodes: verifyExitCodes,
    render: (report) => renderVerifyReport(report),
    formats: verifyFormats,
    reportFiles: reportFilesOf,
  });
}

/** @throws OperatorError (invalid) for flags of `verify` that the records have settled */
function requireNone({ table, columns, whereToken, sample, shard, record }: VerifyFlags): void {
  const given = [
    table.length > 0 && '--table',
    columns !== undefined && '--columns',
    whereToken !== undefined && '--where-token',
    sample !== undefined && '--sample',
    shard !== undefined && '--shard',
    record !== undefined && '--record',
  ].filter((flag) => flag !== false);
  if (given.length === 0) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `${given.join(', ')}: what is merged is what the shards have read`,
  });
}
