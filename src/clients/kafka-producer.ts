import kafkajs, { type Producer } from 'kafkajs';
import { type KafkaAddress, kafkaClient, withConnected } from './kafka.js';

/**
 * Runs `use` with a producer that sends to existing partitions, each batch once: what fails may have landed, and only the
 * caller can look.
 */
export async function withKafkaProducer<T>(address: KafkaAddress, use: (producer: Producer) => Promise<T>): Promise<T> {
  const producer = kafkaClient(address).producer({
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { retries: 0 },
  });
  return withConnected(producer, { address, use });
}
