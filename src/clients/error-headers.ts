import { type KafkaRecord } from './kafka-reader.js';

/** Connect tells with these headers where a record failed (org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter). */
export const contextHeaderPrefix = '__connect.errors.';

/** The text of a header, the newest where there are several; undefined for none. */
export function headerText({ headers }: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  const header = headers[name];
  const newest = Array.isArray(header) ? header.at(-1) : header;
  return newest?.toString();
}

/** What a dead letter tells of its failure under a name without the prefix; undefined for nothing. */
export function contextOf(record: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  return headerText(record, `${contextHeaderPrefix}${name}`);
}

/** Where the record of a dead letter stands; undefined for a record that Connect has not put there. */
export function originOf(
  record: Pick<KafkaRecord, 'headers'>,
): { topic: string; partition: number; offset: number } | undefined {
  const topic = contextOf(record, 'topic');
  const [partition, offset] = [Number(contextOf(record, 'partition')), Number(contextOf(record, 'offset'))];
  const isPosition = topic !== undefined && Number.isSafeInteger(partition) && Number.isSafeInteger(offset);
  return isPosition ? { topic, partition, offset } : undefined;
}
