import kafkajs, { type Admin, type Kafka, type KafkaJSError } from 'kafkajs';
import { messageOf, OperatorError } from '../errors.js';

export function kafkaClient(brokers: string[]): Kafka {
  return new kafkajs.Kafka({
    clientId: 'cdcctl',
    brokers,
    connectionTimeout: 5000,
    retry: { retries: 3 },
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

/** A part of a client that has to be connected before it can be used. */
interface Connectable {
  connect: () => Promise<void>;
  disconnect: () => Promise<void>;
}

/**
 * Runs `use` with a part of a client that is disconnected afterwards.
 * @throws OperatorError (unreachable, unauthorised) for what Kafka refuses
 */
export async function withConnected<C extends Connectable, T>(
  part: C,
  { brokers, use }: { brokers: string[]; use: (part: C) => Promise<T> },
): Promise<T> {
  try {
    await part.connect();
    return await use(part);
  } catch (error) {
    throw isKafkaError(error) ? kafkaFailure(error, brokers) : error;
  } finally {
    await part.disconnect().catch(() => undefined);
  }
}

/** Runs `use` with an admin client that is disconnected afterwards. */
export async function withKafkaAdmin<T>(brokers: string[], use: (admin: Admin) => Promise<T>): Promise<T> {
  return withConnected(kafkaClient(brokers).admin(), { brokers, use });
}

/** The consumer group of a sink connector (org.apache.kafka.connect.util.SinkUtils#consumerGroupId). */
export function sinkGroup(connector: string): string {
  return `connect-${connector}`;
}

export function isKafkaError(error: unknown): error is KafkaJSError {
  return error instanceof kafkajs.KafkaJSError;
}

function kafkaFailure(error: unknown, brokers: string[]): OperatorError {
  const unauthorised = error instanceof Error && /SASL|authentication|authorization/i.test(error.message);
  return new OperatorError({
    kind: unauthorised ? 'unauthorised' : 'unreachable',
    message: `Kafka: ${messageOf(error)}`,
    resource: brokers.join(', '),
    hint: 'check spec.kafka.bootstrapServers; `cdcctl ps` shows the local stack',
    cause: error,
  });
}
