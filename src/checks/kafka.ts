import { type Admin } from 'kafkajs';
import { type Check, ok } from '../check.js';
import { isKafkaError } from '../clients/kafka.js';
import { OperatorError } from '../errors.js';
import { type RenderedPipeline } from '../render/rendered.js';

/** Whether the topics are there, or may be made. */
export async function checkTopics(kafka: Admin, { topics }: RenderedPipeline): Promise<Check[]> {
  const existing = await kafka.listTopics();
  const missing = topics.filter(({ name }) => !existing.includes(name));
  const there = topics.length - missing.length;
  const checks = [ok('topics', `${there} of ${topics.length} are there`)];
  if (missing.length === 0) return checks;
  try {
    await kafka.createTopics({
      validateOnly: true,
      waitForLeaders: false,
      topics: missing.map(({ name: topic, partitions, replicationFactor }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor,
      })),
    });
    return [...checks, ok('right to create topics', 'allowed')];
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    throw new OperatorError({
      kind: 'unauthorised',
      resource: missing.map(({ name }) => name).join(', '),
      message: `Kafka would not create these topics: ${reasonOf(error)}`,
      hint: 'check the rights of the user, and spec.kafka.topics against the number of brokers',
      cause: error,
    });
  }
}

function reasonOf(error: Error): string {
  const { errors } = error as Error & { errors?: Error[] };
  return [...new Set((errors ?? [error]).map(({ message }) => message))].join('; ');
}
