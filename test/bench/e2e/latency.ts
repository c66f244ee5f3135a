import { setTimeout as sleep } from 'node:timers/promises';
import { createPacer } from '../../../src/pacer.js';
import { type ExamplePipeline } from '../../support/example-pipeline.js';
import { type Writer } from './events.js';

export interface LatencyOptions {
  example: ExamplePipeline;
  writer: Writer;
  ratePerSecond: number;
  seconds: number;
}

const samplesPerSecond = 20;
const lookMs = 10;
const patienceMs = 60_000;
/** Writes in flight at most: beyond it the rate is not kept. */
const inFlight = 64;

/** From the begin of a write until its row can be read in PostgreSQL, in milliseconds, of some of the writes. */
export async function measureLatency({ example, writer, ratePerSecond, seconds }: LatencyOptions): Promise<number[]> {
  const pending = new Map<number, number>();
  const latencies: number[] = [];
  const stop = new AbortController();
  const looking = look(example, pending, latencies, stop.signal);
  const turn = createPacer({ ratePerSecond, signal: stop.signal });
  const everyNth = Math.max(1, Math.round(ratePerSecond / samplesPerSecond));
  const running = new Set<Promise<void>>();
  for (let index = 0; index < ratePerSecond * seconds; index++) {
    await turn();
    while (running.size >= inFlight) await Promise.race(running);
    const beganMs = performance.now();
    const write = writer.writeOne().then((bucket) => {
      if (index % everyNth === 0) pending.set(bucket, beganMs);
      running.delete(write);
    });
    running.add(write);
  }
  await Promise.all(running);
  for (let waitedMs = 0; pending.size > 0 && waitedMs < patienceMs; waitedMs += lookMs) await sleep(lookMs);
  stop.abort();
  await looking;
  if (pending.size > 0) throw new Error(`${pending.size} rows did not arrive within a minute`);
  return latencies;
}

async function look(
  example: ExamplePipeline,
  pending: Map<number, number>,
  latencies: number[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await example.sql('SELECT bucket FROM warehouse.events WHERE id = 0 AND bucket = ANY($1)', [
      [...pending.keys()],
    ]);
    const nowMs = performance.now();
    for (const { bucket } of rows) {
      const beganMs = pending.get(Number(bucket));
      if (beganMs !== undefined) latencies.push(nowMs - beganMs);
      pending.delete(Number(bucket));
    }
    await sleep(lookMs);
  }
}
