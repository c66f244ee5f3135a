import { setTimeout as sleep } from 'node:timers/promises';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { type ExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

const lookMs = 100;
const patienceMs = 300_000;

/** When the first of what is counted was seen beyond `from`, and when all of it was, in milliseconds. */
export interface Passage {
  firstMs: number;
  lastMs: number;
}

/** Looks at a count until it has grown by `expected`. @throws Error after five minutes */
export async function awaitGrowth(count: () => Promise<number>, from: number, expected: number): Promise<Passage> {
  const deadlineMs = performance.now() + patienceMs;
  let firstMs: number | undefined;
  for (;;) {
    const grown = (await count()) - from;
    const nowMs = performance.now();
    if (grown > 0) firstMs ??= nowMs;
    if (grown >= expected) return { firstMs: firstMs!, lastMs: nowMs };
    if (nowMs > deadlineMs) throw new Error(`${grown} of ${expected} events have arrived after five minutes`);
    await sleep(lookMs);
  }
}

/** Runs `use` with what counts the records of the table's topic. */
export async function withTopicCount<T>(
  { keyspace }: ExamplePipeline,
  use: (count: () => Promise<number>) => Promise<T>,
): Promise<T> {
  return withKafkaAdmin(stackOfTests().kafka, (admin) =>
    use(async () => {
      const partitions = await admin.fetchTopicOffsets(`${keyspace}-events`);
      return partitions.reduce((sum, { high }) => sum + Number(high), 0);
    }),
  );
}

export async function countRows({ sql }: ExamplePipeline): Promise<number> {
  const { rows } = await sql('SELECT count(*)::int AS rows FROM warehouse_cdc.events_rows');
  return Number(rows[0]!.rows);
}
