import { type PartitionReading, type Reading } from './reading/reading.js';
import { type PartitionLag } from './report.js';
import { lagStatus, paceOf } from './status.js';

/** How far the sinks are behind, partition by partition; none while Kafka is away. */
export function partitionLags(window: Reading[]): PartitionLag[] {
  const last = window.at(-1)!;
  return (last.partitions ?? []).map((partition) => partitionLag(partition, window));
}

function partitionLag(now: PartitionReading, window: Reading[]): PartitionLag {
  const { table, topic, partition, lowOffset, endOffset, committedOffset, leftRecords, firstLeft, retentionMs } = now;
  const readings = window.flatMap(({ atMs, partitions }) => {
    const same = partitions?.find((one) => one.topic === topic && one.partition === partition);
    return same === undefined ? [] : [{ atMs, ...same }];
  });
  const [first, last] = [readings[0]!, readings.at(-1)!];
  const samples = readings.map((one) => ({
    position: one.committedOffset ?? one.lowOffset,
    left: one.leftRecords,
  }));
  const pace = paceOf(samples, (last.atMs - first.atMs) / 1000);
  return {
    table,
    topic,
    partition,
    endOffset,
    committedOffset,
    status: lagStatus(samples, pace, { isPresent: now.hasConsumer, isWorking: isInserting(table, window) }),
    recordsBehind: leftRecords,
    secondsBehind: firstLeft === null ? (leftRecords === 0 ? 0 : null) : (last.atMs - firstLeft.writtenMs) / 1000,
    ...pace,
    lostRecords: committedOffset === null ? 0 : Math.max(0, lowOffset - committedOffset),
    safeForSeconds:
      firstLeft === null || retentionMs === null ? null : (firstLeft.arrivedMs + retentionMs - last.atMs) / 1000,
  };
}

/** PostgreSQL counts the events of a sink before the sink commits their offsets. */
function isInserting(table: string, window: Reading[]): boolean {
  const inserted = window.flatMap(({ target }) => target?.insertedEvents.get(table) ?? []);
  return inserted.length > 1 && inserted.at(-1)! > inserted[0]!;
}
