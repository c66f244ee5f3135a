import kafkajs, { type SASLOptions } from 'kafkajs';
import { type KafkaAddress } from '../../clients/kafka.js';
import { tlsOptions } from '../../clients/tls.js';

export async function probeKafka({ bootstrapServers, tls, sasl }: KafkaAddress): Promise<void> {
  const kafka = new kafkajs.Kafka({
    clientId: 'cdcctl-probe',
    brokers: bootstrapServers,
    ...(tls === undefined ? {} : { ssl: tlsOptions(tls, 'the local stack') }),
    ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3000,
    requestTimeout: 5000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) throw new Error('no broker is registered yet');
  } finally {
    await admin.disconnect();
  }
}
