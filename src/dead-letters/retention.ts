import kafkajs from 'kafkajs';
import { type LetterSystems } from './systems.js';

/** Share of the retention after which a letter is about to be lost. */
const warnAfter = 0.75;

/**
 * What is wrong with how long Kafka keeps letters; sentences.
 * @param oldestMs when the oldest open letter of the topic came, in milliseconds since 1970; undefined for none
 */
export async function retentionWarnings(
  { kafka, pipeline }: Pick<LetterSystems, 'kafka' | 'pipeline'>,
  { oldestMs, nowMs }: { oldestMs: number | undefined; nowMs: number },
): Promise<string[]> {
  const { topic } = pipeline.deadLetters;
  if (oldestMs === undefined) return [];
  const { resources } = await kafka.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
  });
  const settings = new Map(resources[0]?.configEntries.map((one) => [one.configName, one.configValue]));
  return [
    ...(settings.get('message.timestamp.type') === 'LogAppendTime' ? [] : [wrongTimes(topic)]),
    ...retentionWarning(topic, { retentionMs: Number(settings.get('retention.ms') ?? -1), ageMs: nowMs - oldestMs }),
  ];
}

export function retentionWarning(
  topic: string,
  { retentionMs, ageMs }: { retentionMs: number; ageMs: number },
): string[] {
  if (retentionMs < 0 || ageMs < retentionMs * warnAfter) return [];
  const hoursLeft = Math.max(0, Math.floor((retentionMs - ageMs) / 3_600_000));
  const when = hoursLeft === 0 ? 'within the hour' : `in ${hoursLeft} hours`;
  return [
    `${topic}: Kafka deletes the oldest open dead letter ${when}; put it back, export it, or raise spec.deadLetters.retention`,
  ];
}

function wrongTimes(topic: string): string {
  return `${topic}: its records have the times of their events, not of their failures, and may be deleted too early; run cdcctl deploy`;
}
