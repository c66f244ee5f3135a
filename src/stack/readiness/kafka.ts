import { type KafkaAddress, kafkaClient } from '../../clients/kafka.js';

export async function probeKafka(address: KafkaAddress): Promise<void> {
  const kafka = kafkaClient(address, {
    clientId: 'cdcctl-probe',
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
