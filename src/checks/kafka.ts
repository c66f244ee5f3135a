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
    // What was refused of several topics comes as an aggregate, which is no error of kafkajs's own class.
    if (!isKafkaError(error) && !isAggregate(error)) throw error;
    throw new OperatorError({
      kind: 'unauthorised',
      resource: missing.map(({ name }) => name).join(', '),
      message: `Kafka would not create these topics: ${reasonOf(error)}`,
      hint: 'check the rights of the user, and spec.kafka.topics against the number of brokers',
      cause: error,
    });
  }
}

function isAggregate(error: unknown): error is Error & { errors: Error[] } {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function reasonOf(error: Error): string {
  const errors = isAggregate(error) ? error.errors : [error];
  return [...new Set(errors.map(({ message }) => message))].join('; ');
}
