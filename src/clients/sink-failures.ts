import { type Admin } from 'kafkajs';
import { contextOf, originOf } from './error-headers.js';
import { type KafkaReader, type OffsetRange } from './kafka-reader.js';

/** A letter comes after its record; this much the clocks of a worker and a broker may differ. */
const clockSkewMs = 600_000;

/** What has been read of a partition of the dead letter topic: offsets `from` (included) to `to` (excluded). */
interface ReadPart {
  from: number;
  to: number;
}

/**
 * Offsets of records that became dead letters. Of the dead letter topic only what can matter is read, and that once.
 */
export class SinkFailures {
  private readonly offsets = new Map<string, Set<number>>();
  private readonly parts = new Map<number, ReadPart>();

  constructor(
    private readonly admin: Admin,
    private readonly reader: KafkaReader,
    private readonly deadLetterTopic: string,
  ) {}

  /** The offsets of a range that one connector has failed at. */
  async of({ connector, ...range }: OffsetRange & { connector: string }): Promise<ReadonlySet<number>> {
    const { topic, partition, from, to } = range;
    if (from >= to) return new Set();
    await this.readSince(await this.timeOf(range));
    const found = this.offsets.get(keyOf(connector, { topic, partition })) ?? new Set();
    return new Set([...found].filter((offset) => offset >= from && offset < to));
  }

  /** When the first record of a range was written; now where none is left. */
  private async timeOf(range: OffsetRange): Promise<number> {
    for await (const [first] of this.reader.read(range)) if (first !== undefined) return first.timestampMs;
    return Date.now();
  }

  private async readSince(timeMs: number): Promise<void> {
    const topic = this.deadLetterTopic;
    if (!(await this.admin.listTopics()).includes(topic)) return;
    const starts = await this.admin.fetchTopicOffsetsByTimestamp(topic, Math.max(0, timeMs - clockSkewMs));
    for (const { partition, high } of await this.admin.fetchTopicOffsets(topic)) {
      const start = Number(starts.find((one) => one.partition === partition)?.offset ?? 0);
      const part = this.parts.get(partition) ?? { from: start, to: start };
      await this.readRange({ topic, partition, from: start, to: part.from });
      await this.readRange({ topic, partition, from: part.to, to: Number(high) });
      this.parts.set(partition, { from: Math.min(start, part.from), to: Math.max(Number(high), part.to) });
    }
  }

  private async readRange(range: OffsetRange): Promise<void> {
    for await (const records of this.reader.read(range)) {
      for (const record of records) {
        const origin = originOf(record);
        const connector = contextOf(record, 'connector.name');
        if (origin === undefined || connector === undefined) continue;
        const key = keyOf(connector, origin);
        this.offsets.set(key, (this.offsets.get(key) ?? new Set()).add(origin.offset));
      }
    }
  }
}

function keyOf(connector: string, { topic, partition }: { topic: string; partition: number }): string {
  return `${connector} ${topic}/${partition}`;
}
