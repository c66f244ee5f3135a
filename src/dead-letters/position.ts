/** Where a record stands in Kafka. */
export interface Position {
  topic: string;
  partition: number;
  offset: number;
}

/** `topic/partition/offset`: topics have no slash. */
export function formatPosition(position: Position): string {
  return `${formatPartition(position)}/${position.offset}`;
}

/** `topic/partition`. */
export function formatPartition({ topic, partition }: Omit<Position, 'offset'>): string {
  return `${topic}/${partition}`;
}
