import { type Admin } from 'kafkajs';
import { OperatorError } from '../errors.js';
import { type Topic } from '../render/rendered.js';
import { type Change } from './change.js';

/**
 * Topics that are missing are created and too few partitions are added to.
 * @throws OperatorError (invalid) where a topic has more partitions than defined: they cannot be taken away
 */
export async function planTopics(admin: Admin, topics: Topic[]): Promise<Change[]> {
  const existing = await admin.listTopics();
  const live = await admin.fetchTopicMetadata({
    topics: topics.map(({ name }) => name).filter((name) => existing.includes(name)),
  });
  return topics.flatMap((topic): Change[] => {
    const found = live.topics.find(({ name }) => name === topic.name);
    if (found === undefined) return [createTopic(admin, topic)];
    if (found.partitions.length > topic.partitions) throw tooManyPartitions(topic, found.partitions.length);
    if (found.partitions.length < topic.partitions) return [addPartitions(admin, topic, found.partitions.length)];
    return [];
  });
}

function createTopic(admin: Admin, topic: Topic): Change {
  return {
    system: 'kafka',
    object: `topic ${topic.name}`,
    action: 'create',
    detail: `${topic.partitions} partitions, replication factor ${topic.replicationFactor}`,
    apply: async () => {
      await admin.createTopics({
        waitForLeaders: true,
        topics: [
          {
            topic: topic.name,
            numPartitions: topic.partitions,
            replicationFactor: topic.replicationFactor,
            configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
          },
        ],
      });
    },
  };
}

function addPartitions(admin: Admin, topic: Topic, live: number): Change {
  return {
    system: 'kafka',
    object: `topic ${topic.name}`,
    action: 'update',
    detail: `partitions ${live} → ${topic.partitions}`,
    apply: async () => {
      await admin.createPartitions({ topicPartitions: [{ topic: topic.name, count: topic.partitions }] });
    },
  };
}

function tooManyPartitions(topic: Topic, live: number): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: `topic ${topic.name}`,
    message: `the topic has ${live} partitions, the definition says ${topic.partitions}, and Kafka cannot take partitions away`,
    hint: `set spec.kafka.topics.partitions to ${live}`,
  });
}
