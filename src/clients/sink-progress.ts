import { type Admin } from 'kafkajs';
import { OperatorError } from '../errors.js';
import { sinkGroup } from './kafka.js';
import { type KafkaReader } from './kafka-reader.js';
import { SinkFailures } from './sink-failures.js';

export interface PartitionProgress {
  partition: number;
  /** The first offset that is still there. */
  low: number;
  /** The offset that the next record will get. */
  end: number;
  /** What the sink has committed; undefined before its first commit, and where what it had committed has expired. */
  committed?: number;
  /** Offset of the first record that the sink has still to do; the end where there is none. */
  next: number;
  /** Records that the sink has still to do. */
  lagRecords: number;
}

export interface SinkProgress {
  connector: string;
  topic: string;
  lagRecords: number;
  /** The sum of all ends: it grows with each record. */
  endOffsets: number;
  partitions: PartitionProgress[];
}

/**
 * Tells what sinks have really still to do. The JDBC sink commits only what it was given, so records that became dead
 * letters count as behind until a good one comes after them: they are recognised by the headers of their letters. Keep it
 * for as long as you ask: it reads each dead letter once.
 */
export class SinkProgressReader {
  private readonly failures: SinkFailures;

  constructor(
    private readonly admin: Admin,
    reader: KafkaReader,
    deadLetterTopic: string,
  ) {
    this.failures = new SinkFailures(admin, reader, deadLetterTopic);
  }

  /** @throws OperatorError (finding) where the topic is missing: then nothing is known, and nothing caught up */
  async of({ connector, topic }: { connector: string; topic: string }): Promise<SinkProgress> {
    if (!(await this.admin.listTopics()).includes(topic)) throw missingTopic(connector, topic);
    // What is committed first: between the two only the end grows.
    const [group] = await this.admin.fetchOffsets({ groupId: sinkGroup(connector), topics: [topic] });
    const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    const partitions: PartitionProgress[] = [];
    for (const { partition, low, high } of await this.admin.fetchTopicOffsets(topic)) {
      const offset = committed.get(partition) ?? -1;
      const bounds = { partition, low: Number(low), end: Number(high), ...(offset < 0 ? {} : { committed: offset }) };
      const from = Math.max(bounds.low, offset);
      const failed = await this.failures.of({ connector, topic, partition, from, to: bounds.end });
      let next = from;
      while (failed.has(next)) next++;
      partitions.push({ ...bounds, next, lagRecords: Math.max(0, bounds.end - from - failed.size) });
    }
    return {
      connector,
      topic,
      lagRecords: partitions.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
      endOffsets: partitions.reduce((sum, { end }) => sum + end, 0),
      partitions: partitions.sort((a, b) => a.partition - b.partition),
    };
  }
}

function missingTopic(connector: string, topic: string): OperatorError {
  return new OperatorError({
    kind: 'finding',
    resource: `topic ${topic}`,
    message: `the topic that ${connector} reads does not exist`,
    hint: 'cdcctl deploy makes it',
  });
}
