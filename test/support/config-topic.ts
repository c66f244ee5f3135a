import { randomBytes } from 'node:crypto';
import { kafkaClient } from '../../src/clients/kafka.js';
import { stackOfTests } from './stack.js';

/** All that was ever written to the topic in which Connect keeps its configurations. */
export async function readConfigTopic(topic = '_connect_configs'): Promise<string> {
  const kafka = kafkaClient(stackOfTests().kafka);
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: `test-${randomBytes(4).toString('hex')}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const records: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const run = consumer.run({
      eachMessage: ({ partition, message }) => {
        records.push(`${message.key?.toString() ?? ''} ${message.value?.toString() ?? ''}`);
        if (Number(message.offset) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition);
        if (ends.size === 0) resolve();
        return Promise.resolve();
      },
    });
    run.catch(reject);
  });
  await consumer.disconnect();
  return records.join('\n');
}
