import { withKafkaAdmin } from '../../src/clients/kafka.js';
import { withKafkaReader } from '../../src/clients/kafka-reader.js';
import { eventHead } from '../../src/commit-log/event-head.js';
import { stackOfTests } from '../support/stack.js';

/** By topic and partition. */
export type Offsets = Map<string, Map<number, number>>;

export async function endOffsets(topics: string[]): Promise<Offsets> {
  return withKafkaAdmin(stackOfTests().kafka, async (admin) => {
    const ends: Offsets = new Map();
    for (const topic of topics) {
      const partitions = await admin.fetchTopicOffsets(topic);
      ends.set(topic, new Map(partitions.map(({ partition, high }) => [partition, Number(high)])));
    }
    return ends;
  });
}

/** Events since then, and how many of them came before. An event is known by its place in the commit log and its key. */
export async function countEvents(since: Offsets): Promise<{ events: number; repeated: number }> {
  const until = await endOffsets([...since.keys()]);
  const seen = new Set<string>();
  let events = 0;
  await withKafkaReader(stackOfTests().kafka, async (reader) => {
    for (const [topic, partitions] of until) {
      for (const [partition, to] of partitions) {
        const from = since.get(topic)?.get(partition) ?? 0;
        for await (const records of reader.read({ topic, partition, from, to })) {
          for (const record of records) {
            const { position } = eventHead(record);
            const key = record.key?.toString('base64') ?? '';
            seen.add([topic, position?.segment, position?.offset, key].join(' '));
            events++;
          }
        }
      }
    }
  });
  return { events, repeated: events - seen.size };
}
