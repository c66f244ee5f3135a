import kafkajs, { type Admin, type KafkaJSError } from 'kafkajs';
import { messageOf, OperatorError } from '../errors.js';

/** Runs `use` with an admin client that is disconnected afterwards. */
export async function withKafkaAdmin<T>(brokers: string[], use: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new kafkajs.Kafka({
    clientId: 'cdcctl',
    brokers,
    connectionTimeout: 5000,
    retry: { retries: 3 },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
  } catch (error) {
    throw kafkaFailure(error, brokers);
  }
  try {
    return await use(admin);
  } catch (error) {
    throw isKafkaError(error) ? kafkaFailure(error, brokers) : error;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function isKafkaError(error: unknown): error is KafkaJSError {
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
