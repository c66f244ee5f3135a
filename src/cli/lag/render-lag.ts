import { table } from '../../output/table.js';
import { type LagReport, type PartitionLag, type SourceLag, type StageLag } from '../../lag/report.js';
import { count, duration, mebibytes, runsWhole, seconds } from './figures.js';

/** What the rows of stages tell. */
export const stageColumns = ['from', 'where', 'status', 'behind', 'seconds', 'per second', 'catches up', 'safe for'];

/** One table from the commit log to PostgreSQL, what else waits, and the verdict. */
export function renderLag(report: LagReport): string {
  const { pipeline, sources, partitions, windowSeconds, findings } = report;
  const rows = [...sources.map(sourceRow), ...partitions.map(partitionRow)];
  return [
    `pipeline ${pipeline}, over ${windowSeconds.toFixed(1)} s`,
    table([...stageColumns, ''], rows),
    connectorLine(report),
    waitingLine(report),
    '',
    verdictLine(report),
    ...findings.slice(1).map(({ status, part, where, reason }) => `  also ${status} ${part} ${where ?? ''}: ${reason}`),
  ].join('\n');
}

/** The verdict, as a line of its own: `STALLED sink cdc-events-users/0: it runs, but does nothing`. */
export function verdictLine({ verdict: { status, part, where, reason } }: LagReport): string {
  return `${[status, part, where].filter((one) => one !== null).join(' ')}: ${reason}`;
}

/** One line for a look at a pipeline, for logs. */
export function recordLine(report: LagReport): string {
  const { at, pipeline, recordsBehind, secondsBehind } = report;
  return `${at} ${pipeline} ${count(recordsBehind)} behind, ${seconds(secondsBehind)}, ${verdictLine(report)}`;
}

/** What `lag` shows of a node: where, status and figures. */
export function sourceRow(source: SourceLag): string[] {
  const { node, position, usedBytes, totalBytes, unreadSegments, unreadBytes, fullInSeconds, isWhole, unknown } =
    source;
  const room = usedBytes === null ? '?' : `${mebibytes(usedBytes)} of ${mebibytes(totalBytes!)}`;
  const backlog = unreadSegments === 0 ? '' : `, ${mebibytes(unreadBytes ?? 0)} unread in ${unreadSegments} segments`;
  const detail =
    unknown === null ? `cdc_raw ${room}${backlog}, at ${position ?? 'no position'}` : `cannot be read: ${unknown}`;
  const safeFor = fullInSeconds === null ? '-' : duration(fullInSeconds);
  const behind = `${isWhole || unknown !== null ? '' : '≥ '}${count(source.recordsBehind)}`;
  return ['commit log', node, source.status, behind, ...paceCells(source), safeFor, detail];
}

export function partitionRow(one: PartitionLag): string[] {
  const { topic, partition, committedOffset, endOffset, safeForSeconds } = one;
  const safeFor = safeForSeconds === null ? '-' : duration(safeForSeconds);
  const detail = `${committedOffset ?? 'nothing'} of ${endOffset} committed`;
  return ['topic', `${topic}/${partition}`, one.status, count(one.recordsBehind), ...paceCells(one), safeFor, detail];
}

function paceCells({ secondsBehind, perSecond, recordsBehind, catchUpSeconds }: StageLag): string[] {
  const catchesUp = recordsBehind === 0 ? '-' : catchUpSeconds === null ? 'never' : duration(catchUpSeconds);
  return [
    seconds(secondsBehind),
    perSecond === null ? '?' : perSecond.toFixed(perSecond < 10 ? 1 : 0),
    perSecond === null || recordsBehind === null ? '-' : catchesUp,
  ];
}

function connectorLine({ connectors }: LagReport): string {
  return `connectors: ${connectors.filter(runsWhole).length} of ${connectors.length} RUNNING with all tasks`;
}

function waitingLine({ deadLetters: { inTopic, refused }, reconcileQueue }: LagReport): string {
  const queue = reconcileQueue === null ? '? keys' : `${reconcileQueue.due} keys due, ${reconcileQueue.later} later`;
  return `dead letters: ${inTopic ?? '?'} records in the topic, ${refused ?? '?'} open in PostgreSQL; to reconcile: ${queue}`;
}
