import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectClient } from '../../clients/connect.js';
import { sinkGroup } from '../../clients/kafka.js';
import { type TableSettings } from '../../pipeline/pipeline.js';
import { sinkConnectorName, topicOf } from '../../tables/names.js';
import { type LetterSystems } from '../systems.js';
import { type NewFailures } from './new-failures.js';
import { type ConsumedOffsets, type SentRecords } from './sent-records.js';

/** How far the sinks are. */
export interface Consumption {
  consumed: ConsumedOffsets;
  isComplete: boolean;
  /** What keeps them from going on, if it is known. */
  problem?: string;
}

export interface AwaitSinksOptions {
  systems: LetterSystems;
  sent: SentRecords;
  failures: NewFailures;
  timeoutMs: number;
  onWait: (records: number) => void;
  signal: AbortSignal;
}

const pollMs = 500;
/** A dead letter may be on its way still when the offset behind its record is committed already. */
const settleMs = 1000;

/**
 * Waits until the sinks have consumed what was sent, until a sink has failed, or until the time is over. A sink does not
 * commit the offsets of records that become dead letters: those are told by the dead letter topic.
 */
export async function awaitSinks(options: AwaitSinksOptions): Promise<Consumption> {
  const { systems, sent, failures, timeoutMs, onWait, signal } = options;
  const tables = systems.pipeline.tables.filter((one) => sent.topics().includes(topicOf(systems.pipeline, one)));
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const consumed = await consumedOffsets(systems, tables);
    await failures.refresh();
    const left = sent.left(consumed, failures.offsets);
    if (left <= 0) {
      if (tables.length > 0) await sleep(settleMs, undefined, { signal });
      await failures.refresh();
      return { consumed, isComplete: true };
    }
    onWait(left);
    const problem = await failedSink(systems, tables, signal);
    if (problem !== undefined) return { consumed, isComplete: false, problem };
    if (performance.now() > deadline) return { consumed, isComplete: false };
    await sleep(pollMs, undefined, { signal });
  }
}

async function consumedOffsets({ kafka, pipeline }: LetterSystems, tables: TableSettings[]): Promise<ConsumedOffsets> {
  const consumed: ConsumedOffsets = new Map();
  for (const table of tables) {
    const topic = topicOf(pipeline, table);
    const groupId = sinkGroup(sinkConnectorName(pipeline, table));
    const [offsets] = await kafka.fetchOffsets({ groupId, topics: [topic] });
    consumed.set(topic, new Map(offsets?.partitions.map(({ partition, offset }) => [partition, Number(offset)])));
  }
  return consumed;
}

async function failedSink(
  { pipeline }: LetterSystems,
  tables: TableSettings[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const connect = new ConnectClient(pipeline.connect, signal);
  for (const name of tables.map((table) => sinkConnectorName(pipeline, table))) {
    const status = await connect.status(name);
    if (status === undefined) return `there is no connector ${name}`;
    const failed = status.tasks.find(({ state }) => state === 'FAILED');
    if (failed !== undefined) return `task ${failed.id} of ${name} has failed`;
  }
  return undefined;
}
