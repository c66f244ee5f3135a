import { OperatorError } from '../errors.js';
import { about, type ProgressListener } from '../progress.js';
import { watchLag } from './measure.js';
import { type ReaderOptions } from './reading/read-pipeline.js';
import { type AwayPart } from './reading/reading.js';
import { type LagReport } from './report.js';

/** A source whose commit log cannot be read has read all there was when nothing new has come for so long. */
const quietMs = 3000;
const intervalMs = 500;
/** A broker that has just started knows its topics after a moment. */
const passingMs = 30_000;

export interface CaughtUpOptions extends ReaderOptions {
  timeoutMs: number;
  onProgress: ProgressListener;
}

/**
 * Waits until everything that was written is in PostgreSQL, also while parts are away. Writers must have stopped.
 * @throws OperatorError (unreachable) when the time is over; soon (finding, unauthorised) for what waiting does not mend
 */
export async function waitUntilCaughtUp(given: CaughtUpOptions): Promise<LagReport> {
  const { timeoutMs, ...options } = given;
  const onProgress = about({ pipeline: options.pipeline.name }, given.onProgress);
  const step = `${options.pipeline.name}: catching up`;
  const startedAt = performance.now();
  let newest = { endOffsets: -1, at: startedAt };
  let soundAt = startedAt;
  onProgress({ step, status: 'started' });
  for await (const report of watchLag({ ...options, intervalMs })) {
    const endOffsets = report.partitions.reduce((sum, { endOffset }) => sum + endOffset, 0);
    if (endOffsets !== newest.endOffsets) newest = { endOffsets, at: performance.now() };
    const isOver = nothingIsBehind(report) && !isRebalancing(report);
    if (isOver && isSettled(report, { startedAt, quietSince: newest.at })) {
      onProgress({ step, status: 'done', detail: `${endOffsets} records` });
      return report;
    }
    const { reason } = report.verdict;
    onProgress({ step, status: 'advanced', detail: `${report.recordsBehind ?? '?'} records behind; ${reason}` });
    if (!report.away.some(isFirm)) soundAt = performance.now();
    if (performance.now() - soundAt >= passingMs) throwFirm(report);
    if (performance.now() - startedAt >= timeoutMs) throw timedOut(report, timeoutMs);
  }
  throw new Error('a watch has no end');
}

function nothingIsBehind({ away, sources, partitions }: LagReport): boolean {
  const stages = [...sources.filter(({ unknown }) => unknown === null), ...partitions];
  return away.length === 0 && stages.every(({ recordsBehind }) => recordsBehind === 0);
}

/** Workers that join their group again, as after a broker was away, give connectors out in a moment. */
function isRebalancing({ connectors }: LagReport): boolean {
  return connectors.some(({ state, tasks }) => [state, ...tasks.map((task) => task.state)].includes('UNASSIGNED'));
}

/** What was written before the start must have had the time to be seen. */
function isSettled({ sources }: LagReport, since: { startedAt: number; quietSince: number }): boolean {
  const nowMs = performance.now();
  const periodsMs = sources.map(({ unknown, syncSeconds }) => (unknown === null ? (syncSeconds ?? 0) * 1000 : null));
  if (periodsMs.includes(null)) return nowMs - since.quietSince >= quietMs;
  return nowMs - since.startedAt >= Math.max(0, ...periodsMs.map(Number)) + intervalMs;
}

/** A system that answers, but otherwise than it must: waiting does not mend that. */
function isFirm({ kind }: AwayPart): boolean {
  return kind !== 'unreachable';
}

function throwFirm({ away }: LagReport): void {
  const firm = away.find(isFirm);
  if (firm === undefined) return;
  const { kind, message, resource } = firm;
  throw new OperatorError({ kind, message, ...(resource === null ? {} : { resource }) });
}

function timedOut({ pipeline, recordsBehind, verdict }: LagReport, timeoutMs: number): OperatorError {
  const { status, part, where, reason } = verdict;
  const fault = part === null ? reason : `${status} ${part} ${where ?? ''}: ${reason}`;
  return new OperatorError({
    kind: 'unreachable',
    resource: `pipeline ${pipeline}`,
    message: `timed out after ${Math.round(timeoutMs / 1000)} s, ${recordsBehind ?? '?'} records behind; ${fault}`,
    hint: '`cdcctl lag` shows what is behind',
  });
}
