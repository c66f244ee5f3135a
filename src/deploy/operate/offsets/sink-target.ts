import { type Admin } from 'kafkajs';
import { type ConnectorOffset } from '../../../clients/connect.js';
import { OperatorError } from '../../../errors.js';
import { type NamedConnector } from '../../../tables/named-connectors.js';
import { sinkOffset } from './read.js';

/** Where a sink is to go on: an end of its partitions, an offset, or the first record since a time. */
export type SinkTarget = 'earliest' | 'latest' | { offset: number } | { since: Date };

export interface SinkTargetOptions {
  connector: NamedConnector;
  target: SinkTarget;
  /** Numbers of partitions; all where there are none. */
  partitions: number[];
}

/** @throws OperatorError (invalid) for partitions that the topic does not have, and offsets beyond its ends */
export async function sinkTargets(kafka: Admin, options: SinkTargetOptions): Promise<ConnectorOffset[]> {
  const { connector, target, partitions } = options;
  const { topic } = connector;
  const live = await kafka.fetchTopicOffsets(topic);
  const unknown = partitions.find((number) => live.every(({ partition }) => partition !== number));
  if (unknown !== undefined) throw invalid(`${topic}/${unknown}`, `the topic has ${live.length} partitions`);
  const times = typeof target === 'object' && 'since' in target ? await offsetsSince(kafka, topic, target.since) : [];
  return live
    .filter(({ partition }) => partitions.length === 0 || partitions.includes(partition))
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, low, high }) => {
      const bounds = { low: Number(low), high: Number(high) };
      const since = Number(times.find((one) => one.partition === partition)?.offset ?? bounds.high);
      const offset = offsetOf(target, { ...bounds, since });
      if (offset < bounds.low || offset > bounds.high) {
        throw invalid(`${topic}/${partition}`, `offset ${offset} is not between ${low} and ${high}`);
      }
      return sinkOffset({ topic, partition, offset });
    });
}

function offsetOf(target: SinkTarget, known: { low: number; high: number; since: number }): number {
  if (target === 'earliest') return known.low;
  if (target === 'latest') return known.high;
  return 'offset' in target ? target.offset : known.since;
}

function offsetsSince(kafka: Admin, topic: string, since: Date): Promise<{ partition: number; offset: string }[]> {
  return kafka.fetchTopicOffsetsByTimestamp(topic, since.getTime());
}

function invalid(resource: string, message: string): OperatorError {
  return new OperatorError({ kind: 'invalid', resource, message, hint: '`cdcctl offsets get` shows what there is' });
}
