import kafkajs, { type Admin, type ConfigEntries } from 'kafkajs';
import { OperatorError } from '../errors.js';
import { type Topic } from '../render/rendered.js';
import { type Change } from './change.js';

/**
 * Topics that are missing are created, too few partitions are added to, and settings that differ are set.
 * @throws OperatorError (invalid) where a topic has more partitions than defined: they cannot be taken away
 */
export async function planTopics(admin: Admin, topics: Topic[]): Promise<Change[]> {
  const existing = await admin.listTopics();
  const live = await admin.fetchTopicMetadata({
    topics: topics.map(({ name }) => name).filter((name) => existing.includes(name)),
  });
  const settings = await liveSettings(
    admin,
    live.topics.map(({ name }) => name),
  );
  return topics.flatMap((topic): Change[] => {
    const found = live.topics.find(({ name }) => name === topic.name);
    if (found === undefined) return [createTopic(admin, topic)];
    if (found.partitions.length > topic.partitions) throw tooManyPartitions(topic, found.partitions.length);
    return [
      ...(found.partitions.length < topic.partitions ? [addPartitions(admin, topic, found.partitions.length)] : []),
      ...changedSettings(admin, topic, settings.get(topic.name) ?? []),
    ];
  });
}

async function liveSettings(admin: Admin, topics: string[]): Promise<Map<string, ConfigEntries[]>> {
  if (topics.length === 0) return new Map();
  const type = kafkajs.ConfigResourceTypes.TOPIC;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type, name })),
  });
  return new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
}

/** Kafka's request replaces all settings of a topic: those that others have made are sent along. */
function changedSettings(admin: Admin, topic: Topic, live: ConfigEntries[]): Change[] {
  const valueOf = (name: string) => live.find(({ configName }) => configName === name)?.configValue;
  const changed = Object.entries(topic.config).filter(([name, value]) => valueOf(name) !== value);
  if (changed.length === 0) return [];
  const made = live.filter(({ configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG);
  const all = {
    ...Object.fromEntries(made.map(({ configName, configValue }) => [configName, configValue])),
    ...topic.config,
  };
  return [
    {
      system: 'kafka',
      object: `topic ${topic.name}`,
      action: 'update',
      detail: changed.map(([name, value]) => `${name} ${valueOf(name)} → ${value}`).join(', '),
      apply: async () => {
        const configEntries = Object.entries(all).map(([name, value]) => ({ name, value }));
        const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic.name, configEntries };
        await admin.alterConfigs({ validateOnly: false, resources: [resource] });
      },
    },
  ];
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
