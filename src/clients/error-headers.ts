import { type KafkaRecord } from './kafka-reader.js';

/** Connect tells with these headers where a record failed (org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter). */
export const contextHeaderPrefix = '__connect.errors.';

/** The text of a header, the newest where there are several; undefined for none. */
export function headerText({ headers }: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  const header = headers[name];
  const newest = Array.isArray(header) ? header.at(-1) : header;
  return newest?.toString();
}

/** What a dead letter tells of its failure under a name without the prefix, for people and PostgreSQL; undefined for nothing. */
export function contextOf(record: Pick<KafkaRecord, 'headers'>, name: string): string | undefined {
  // No text of PostgreSQL holds a zero byte, and messages quote the bytes that could not be read.
  return headerText(record, `${contextHeaderPrefix}${name}`)?.replaceAll('\0', '\uFFFD');
}

/** What Kafka allows as the name of a topic (org.apache.kafka.common.internals.Topic). */
const topicName = /^[\w.-]{1,249}$/;

/** Where the record of a dead letter stands; undefined for a record that Connect has not put there. */
export function originOf(
  record: Pick<KafkaRecord, 'headers'>,
): { topic: string; partition: number; offset: number } | undefined {
  const topic = contextOf(record, 'topic') ?? '';
  const [partition, offset] = [wholeNumber(contextOf(record, 'partition')), wholeNumber(contextOf(record, 'offset'))];
  const isPosition = topicName.test(topic) && partition !== undefined && offset !== undefined;
  return isPosition && partition <= mostPartitions ? { topic, partition, offset } : undefined;
}

/** A partition is an int32. */
const mostPartitions = 2 ** 31 - 1;

function wholeNumber(text: string | undefined): number | undefined {
  return /^\d{1,19}$/.test(text ?? '') && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}
