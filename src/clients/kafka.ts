import kafkajs, { type Admin, type Kafka, type KafkaConfig, type KafkaJSError, type SASLOptions } from 'kafkajs';
import { messageOf, OperatorError } from '../errors.js';
import { tlsFailure } from './tls-failure.js';
import { tlsOptions, type TlsSettings } from './tls.js';

export interface KafkaAddress {
  /** host:port of some brokers. */
  bootstrapServers: string[];
  tls?: TlsSettings;
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

/** @param patience how long it waits and how often it tries, where that is not the usual */
export function kafkaClient(
  { bootstrapServers, tls, sasl }: KafkaAddress,
  patience: Pick<KafkaConfig, 'clientId' | 'connectionTimeout' | 'requestTimeout' | 'retry'> = {},
): Kafka {
  return new kafkajs.Kafka({
    clientId: 'cdcctl',
    brokers: bootstrapServers,
    ...(tls === undefined ? {} : { ssl: tlsOptions(tls, 'spec.kafka.tls') }),
    ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
    connectionTimeout: 5000,
    retry: { retries: 3 },
    logLevel: kafkajs.logLevel.NOTHING,
    ...patience,
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
  { address, use }: { address: KafkaAddress; use: (part: C) => Promise<T> },
): Promise<T> {
  try {
    await part.connect();
    return await use(part);
  } catch (error) {
    throw isKafkaError(error) ? kafkaFailure(error, address) : error;
  } finally {
    await part.disconnect().catch(() => undefined);
  }
}

/** Runs `use` with an admin client that is disconnected afterwards. */
export async function withKafkaAdmin<T>(address: KafkaAddress, use: (admin: Admin) => Promise<T>): Promise<T> {
  return withConnected(kafkaClient(address).admin(), { address, use });
}

/** The consumer group of a sink connector (org.apache.kafka.connect.util.SinkUtils#consumerGroupId). */
export function sinkGroup(connector: string): string {
  return `connect-${connector}`;
}

export function isKafkaError(error: unknown): error is KafkaJSError {
  return error instanceof kafkajs.KafkaJSError;
}

function kafkaFailure(error: unknown, { bootstrapServers }: KafkaAddress): OperatorError {
  const resource = bootstrapServers.join(', ');
  const failure = tlsFailure(error, { system: 'Kafka', resource, field: 'spec.kafka.tls' });
  if (failure !== undefined) return failure;
  const unauthorised = error instanceof Error && /SASL|authentication|authorization/i.test(error.message);
  return new OperatorError({
    kind: unauthorised ? 'unauthorised' : 'unreachable',
    message: `Kafka: ${messageOf(error)}`,
    resource,
    hint: unauthorised
      ? 'check spec.kafka.sasl'
      : 'check spec.kafka.bootstrapServers and spec.kafka.tls; `cdcctl ps` shows the local stack',
    cause: error,
  });
}
