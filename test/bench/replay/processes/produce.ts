import { withKafkaProducer } from '../../../../src/clients/kafka-producer.js';
import { Letters } from '../letters.js';
import { runTask } from './task.js';

const recordsAtOnce = 500;

/** Sends what a replay would send, and nothing else; making the records does not count. */
await runTask(({ pipeline, letters: records }) =>
  withKafkaProducer(pipeline.kafka, async (producer) => {
    const letters = new Letters(pipeline);
    let milliseconds = 0;
    for (let first = 0; first < records; first += recordsAtOnce) {
      const messages = Array.from({ length: recordsAtOnce }, (_, index) => letters.sent(first + index));
      const begunMs = performance.now();
      await producer.send({ topic: letters.topic, messages, acks: -1 });
      milliseconds += performance.now() - begunMs;
    }
    return { records, seconds: milliseconds / 1000 };
  }),
);
