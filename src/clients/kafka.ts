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
    await admin.disconnect().catch(() => undefined);
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

/** The consumer group of a sink connector (org.apache.kafka.connect.util.SinkUtils#consumerGroupId). */
export function sinkGroup(connector: string): string {
  return `connect-${connector}`;
}

/** How many records of a topic a group has not committed, and how many the topic has ever had. */
export async function consumerLag(
  admin: Admin,
  { groupId, topic }: { groupId: string; topic: string },
): Promise<{ lagRecords: number; endOffsets: number }> {
  const [ends, groups] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  const committed = new Map(groups.flatMap(({ partitions }) => partitions.map((p) => [p.partition, Number(p.offset)])));
  let lagRecords = 0;
  let endOffsets = 0;
  for (const { partition, high, low } of ends) {
    const offset = committed.get(partition) ?? -1;
    lagRecords += Number(high) - (offset < 0 ? Number(low) : offset);
    endOffsets += Number(high);
  }
  return { lagRecords, endOffsets };
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
