import { type Admin } from 'kafkajs';

/** How many partitions topics have; Kafka is asked for each topic once. */
export class TopicPartitions {
  private readonly counts = new Map<string, number>();

  constructor(private readonly kafka: Admin) {}

  /** By topic; 0 for one that is gone. */
  async of(topics: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const unknown = [...new Set(topics)].filter((topic) => !this.counts.has(topic));
    if (unknown.length === 0) return this.counts;
    const existing = await this.kafka.listTopics();
    const metadata = await this.kafka.fetchTopicMetadata({
      topics: unknown.filter((topic) => existing.includes(topic)),
    });
    for (const topic of unknown) this.counts.set(topic, 0);
    for (const { name, partitions } of metadata.topics) this.counts.set(name, partitions.length);
    return this.counts;
  }
}
