import { InvalidArgumentError } from 'commander';
import { exitCodes } from '../../errors.js';
import { type LagReport } from '../../lag/report.js';
import { type ProbeReport } from '../../lag/probe/probe.js';
import { table } from '../../output/table.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type CommandRun } from '../context.js';
import { withOpenPipeline } from '../open-pipeline.js';
import { requireTables } from '../table-selection.js';
import { verdictLine } from './render-lag.js';

export interface ProbeFlags {
  probe: string;
  key: Map<string, string>;
  timeout: number;
}

/** Parses `column=value` and adds it to those before; for commander options. */
export function addKeyValue(given: string, before: Map<string, string>): Map<string, string> {
  const at = given.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('a value is given as column=value.');
  return new Map([...before, [given.slice(0, at), given.slice(at + 1)]]);
}

/** Sends a row through each pipeline that has the table, one after the other. */
export async function probePipelines(
  run: CommandRun,
  pipelines: Pipeline[],
  { probe: tableName, key, timeout: timeoutMs }: ProbeFlags,
): Promise<ProbeReport[]> {
  requireTables(pipelines, [tableName]);
  const { probe } = await import('../../lag/probe/probe.js');
  const reports: ProbeReport[] = [];
  for (const pipeline of pipelines.filter(({ tables }) => tables.some(({ name }) => name === tableName))) {
    const report = await withOpenPipeline(pipeline, ({ tables, cassandra }) => {
      const found = tables.find(({ source }) => source.name === tableName)!;
      return probe({ pipeline, table: found, cassandra, key, timeoutMs, signal: run.signal });
    });
    if (report.removed !== true)
      run.output.warn(`${report.pipeline}: ${report.removed}`, { pipeline: report.pipeline, table: tableName });
    reports.push(report);
  }
  return reports;
}

export function probeExitCode(reports: ProbeReport[]): number {
  if (reports.some(({ topicMs, postgresqlMs }) => topicMs === null || postgresqlMs === null)) {
    return exitCodes.unreachable;
  }
  return reports.every(({ removed }) => removed === true) ? exitCodes.ok : exitCodes.partial;
}

export function renderProbe(probe: ProbeReport, lag: LagReport | undefined): string {
  const { pipeline, table: name, key, writtenMs, commitLogMs, commitLogUnknown, topicMs, postgresqlMs } = probe;
  const stages: [string, number | null][] = [
    ['Cassandra', writtenMs],
    ['commit log', commitLogMs],
    ['topic', topicMs],
    ['PostgreSQL', postgresqlMs],
  ];
  const rows = stages.map(([stage, ms]) => [
    stage,
    ms === null ? (stage === 'commit log' ? (commitLogUnknown ?? 'not seen') : 'not in time') : `${ms.toFixed(0)} ms`,
  ]);
  const whose = Object.entries(key).map(([column, value]) => `${column}=${value}`);
  return [
    `pipeline ${pipeline}, a row of ${name}: ${whose.join(', ')}`,
    table(['seen in', 'after'], rows),
    ...(probe.traceId === null ? [] : [`trace of its record: ${probe.traceId}`]),
    probe.removed === true ? 'the row was removed' : `the row was not removed: ${probe.removed}`,
    ...(lag === undefined ? [] : ['', verdictLine(lag)]),
  ].join('\n');
}
