import kafkajs, { type Admin, type ConfigEntries, type ITopicMetadata } from 'kafkajs';
import { type Topic } from '../render/rendered.js';
import { waitFor } from '../wait.js';
import { blockedChange, type Change, type ChangeReport, type Obstacle, type SettingChange } from './change.js';

const leadersTimeoutMs = 30_000;

/**
 * Topics that are missing are created, too few partitions are added to, and settings that differ are set. Settings that
 * the definition does not name are left to others.
 */
export async function planTopics(admin: Admin, topics: Topic[]): Promise<Change[]> {
  const existing = new Set(await admin.listTopics());
  const names = topics.map(({ name }) => name).filter((name) => existing.has(name));
  const metadata = names.length === 0 ? [] : (await admin.fetchTopicMetadata({ topics: names })).topics;
  const found = new Map(metadata.map((topic) => [topic.name, topic]));
  const settings = await liveSettings(admin, names);
  return topics.flatMap((topic): Change[] => {
    const live = found.get(topic.name);
    if (live === undefined) return [createTopic(admin, topic)];
    return [...changedShape(admin, topic, live), ...changedSettings(admin, topic, settings.get(topic.name) ?? [])];
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

function changedShape(admin: Admin, topic: Topic, { partitions }: ITopicMetadata): Change[] {
  const count = partitions.length;
  const factors = [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b).join(' and ');
  const replication = { name: 'replication factor', from: factors, to: String(topic.replicationFactor) };
  const shape = { name: 'partitions', from: String(count), to: String(topic.partitions) };
  const update = (setting: SettingChange) => ({ ...updateOf(topic), settings: [setting] });
  return [
    ...(replication.from === replication.to
      ? []
      : [blockedChange({ ...update(replication), blocked: otherReplication(factors) })]),
    ...(count > topic.partitions ? [blockedChange({ ...update(shape), blocked: tooManyPartitions(count) })] : []),
    ...(count < topic.partitions
      ? [
          {
            ...update(shape),
            apply: async () => {
              await admin.createPartitions({ topicPartitions: [{ topic: topic.name, count: topic.partitions }] });
            },
          },
        ]
      : []),
  ];
}

function otherReplication(live: string): Obstacle {
  return {
    reason: `the replicas of a topic are moved by Kafka's own tools alone`,
    hint: `set spec.kafka.topics.replicationFactor to ${live}, or give the partitions other replicas with kafka-reassign-partitions`,
  };
}

function tooManyPartitions(live: number): Obstacle {
  return {
    reason: `the topic has ${live} partitions, and Kafka cannot take partitions away`,
    hint: `set spec.kafka.topics.partitions to ${live}`,
  };
}

/** Kafka's request replaces all settings of a topic: those that others have made are sent along. */
function changedSettings(admin: Admin, topic: Topic, live: ConfigEntries[]): Change[] {
  const valueOf = (name: string) => live.find(({ configName }) => configName === name)?.configValue ?? null;
  const settings = Object.entries(topic.config)
    .map(([name, to]) => ({ name, from: valueOf(name), to }))
    .filter(({ from, to }) => from !== to);
  if (settings.length === 0) return [];
  const made = live.filter(({ configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG);
  const all = {
    ...Object.fromEntries(made.map(({ configName, configValue }) => [configName, configValue])),
    ...topic.config,
  };
  return [
    {
      ...updateOf(topic),
      settings,
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
    ...updateOf(topic),
    action: 'create',
    detail: `${topic.partitions} partitions, replication factor ${topic.replicationFactor}`,
    apply: async () => {
      await admin.createTopics({
        waitForLeaders: false,
        topics: [
          {
            topic: topic.name,
            numPartitions: topic.partitions,
            replicationFactor: topic.replicationFactor,
            configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
          },
        ],
      });
      const what = `topic ${topic.name} to have leaders`;
      await waitFor({ what, timeoutMs: leadersTimeoutMs }, () => hasLeaders(admin, topic.name));
    },
  };
}

/** A broker does not know a topic at once; kafkajs gives up there when it is to wait for leaders itself. */
async function hasLeaders(admin: Admin, name: string): Promise<true | undefined> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    const partitions = topics.flatMap((topic) => topic.partitions);
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0) ? true : undefined;
  } catch (error) {
    if (error instanceof kafkajs.KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
    throw error;
  }
}

function updateOf({ name }: Topic): ChangeReport {
  return { system: 'kafka', object: `topic ${name}`, action: 'update' };
}
