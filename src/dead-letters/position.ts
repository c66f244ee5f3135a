/** Where a record stands in Kafka. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
}

/** `topic/partition/offset`: topics have no slash. */
export function formatPosition({ topic, partition, offset }: Position): string {
  return `${topic}/${partition}/${offset}`;
}
