import { formatPartition } from '../position.js';

/** The offsets at which records of a run have landed, by topic and partition. */
export class SentRecords {
  private readonly partitions = new Map<string, { topic: string; partition: number; ranges: Range[] }>();

  /** Adds a batch, which comes behind those that were added before. */
  add({ topic, partition }: { topic: string; partition: number }, range: Range): void {
    const name = formatPartition({ topic, partition });
    const entry = this.partitions.get(name) ?? { topic, partition, ranges: [] };
    this.partitions.set(name, entry);
    const last = entry.ranges.at(-1);
    if (last?.to === range.from) last.to = range.to;
    else entry.ranges.push({ ...range });
  }

  topics(): string[] {
    return [...new Set([...this.partitions.values()].map(({ topic }) => topic))];
  }

  /**
   * How many records are neither before the offset that was consumed nor among those that have failed.
   * @param failed offsets by `topic/partition`
   */
  left(consumed: ConsumedOffsets, failed: Map<string, Set<number>>): number {
    let left = 0;
    for (const [name, { topic, partition, ranges }] of this.partitions) {
      const until = consumed.get(topic)?.get(partition) ?? 0;
      for (const { from, to } of ranges) left += Math.max(0, to - Math.max(from, until));
      left -= [...(failed.get(name) ?? [])].filter((offset) => offset >= until).length;
    }
    return left;
  }
}

/** Offsets `from` (included) to `to` (excluded). */
interface Range {
  from: number;
  to: number;
}

/** The offset up to which a partition was consumed, by topic and partition. */
export type ConsumedOffsets = Map<string, Map<number, number>>;
