import { type CdcRaw } from '../commit-log/cdc-raw.js';
import { formatLogPosition, laterOf, type LogPosition } from '../commit-log/position.js';
import { type Reading, type SourceReading } from './reading/reading.js';
import { type SourceLag } from './report.js';
import { type LagStatus, lagStatus, paceOf, type Sample } from './status.js';

/** How far the sources are behind, node by node. */
export function sourceLags(window: Reading[]): SourceLag[] {
  return window.at(-1)!.sources.map((source) => sourceLag(source, window));
}

function sourceLag(now: SourceReading, window: Reading[]): SourceLag {
  const readings = window.flatMap((reading) => {
    const same = reading.sources.find(({ node }) => node === now.node);
    return same === undefined ? [] : [{ ...same, atMs: reading.atMs, reading }];
  });
  const last = readings.at(-1)!;
  const { cdcRaw, unread, isHealthy } = now;
  const measured = readings.filter((one) => typeof one.unread !== 'string');
  const samples = sourceSamples(measured);
  const pace = paceOf(samples, secondsBetween(measured));
  const isRunning = window
    .at(-1)!
    .connectors.some(
      ({ kind, of, tasks }) => kind === 'source' && of === now.node && tasks.some(({ state }) => state === 'RUNNING'),
    );
  const passedOver = passedOverIn(readings);
  const isUnread = typeof unread === 'string';
  const isRaw = typeof cdcRaw === 'string';
  return {
    node: now.node,
    status: isUnread
      ? 'UNKNOWN'
      : statusOf(
          lagStatus(samples, pace, {
            isPresent: (isRunning || !now.isInConnect) && isHealthy !== false,
            isWorking: false,
          }),
          passedOver,
        ),
    recordsBehind: isUnread ? null : unread.changes,
    secondsBehind: isUnread ? null : unread.oldestMs === null ? 0 : Math.max(0, last.atMs - unread.oldestMs) / 1000,
    ...pace,
    position: formatted(positionOf(now)),
    newestPosition: isRaw ? null : formatted(newestIn(cdcRaw)),
    passedOver,
    isWhole: isUnread ? false : unread.isWhole,
    unreadSegments: isUnread ? null : unread.segments,
    unreadBytes: isUnread ? null : unread.bytes,
    syncSeconds: isRaw ? null : cdcRaw.syncPeriodMs / 1000,
    usedBytes: isRaw ? null : cdcRaw.usedBytes,
    totalBytes: isRaw ? null : cdcRaw.totalBytes,
    whenFull: isRaw ? null : cdcRaw.blocksWrites ? 'writes fail' : 'changes are lost',
    fullInSeconds: fullInSeconds(readings),
    isHealthy,
    unknown: isUnread ? unread : null,
  };
}

/** A source that does nothing for one table is no better for what it does for the others. */
function statusOf(status: LagStatus, passedOver: string[]): LagStatus {
  return passedOver.length > 0 && (status === 'OK' || status === 'WARN') ? 'STALLED' : status;
}

/** Tables of which each reading finds changes that the source is past, and whose positions have not moved. */
function passedOverIn(readings: SourceReading[]): string[] {
  const [first, ...others] = readings;
  if (first === undefined || others.length === 0 || typeof first.unread === 'string') return [];
  return first.unread.passed.filter((table) => {
    const before = formatted(positionIn(first, table));
    return others.every(
      (one) =>
        typeof one.unread !== 'string' &&
        one.unread.passed.includes(table) &&
        formatted(positionIn(one, table)) === before,
    );
  });
}

function positionIn({ positions }: SourceReading, name: string): LogPosition | undefined {
  return positions.find(({ table }) => table === name)?.position;
}

/** What a source has done is what has come to the topics. */
function sourceSamples(readings: (SourceReading & { reading: Reading })[]): Sample[] {
  return readings.flatMap(({ unread, reading }) => {
    if (typeof unread === 'string' || reading.partitions === null) return [];
    const position = reading.partitions.reduce((sum, { endOffset }) => sum + endOffset, 0);
    return [{ position, left: unread.changes }];
  });
}

/** Until cdc_raw has reached its limit; null where it does not grow. */
function fullInSeconds(readings: (SourceReading & { atMs: number })[]): number | null {
  const raws = readings.filter((one): one is typeof one & { cdcRaw: CdcRaw } => typeof one.cdcRaw !== 'string');
  const [first, last] = [raws[0], raws.at(-1)];
  if (first === undefined || last === undefined) return null;
  const grownBytes = last.cdcRaw.usedBytes - first.cdcRaw.usedBytes;
  if (grownBytes <= 0) return null;
  return (Math.max(0, last.cdcRaw.totalBytes - last.cdcRaw.usedBytes) / grownBytes) * secondsBetween(raws);
}

function secondsBetween(readings: { atMs: number }[]): number {
  return readings.length < 2 ? 0 : (readings.at(-1)!.atMs - readings[0]!.atMs) / 1000;
}

function positionOf({ positions }: SourceReading): LogPosition | undefined {
  return positions.reduce<LogPosition | undefined>((newest, { position }) => laterOf(newest, position), undefined);
}

function newestIn({ segments }: CdcRaw): LogPosition | undefined {
  const newest = segments.at(-1);
  return newest === undefined ? undefined : { segment: newest.id, offset: newest.syncedBytes };
}

function formatted(position: LogPosition | undefined): string | null {
  return position === undefined ? null : formatLogPosition(position);
}
