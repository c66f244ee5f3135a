import { ConnectClient } from '../../../src/clients/connect.js';
import { openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';
import { interruption } from '../support/interruption.js';
import { tableOf, Writer } from './events.js';
import { measureLatency } from './latency.js';
import { type Options } from './options.js';
import { awaitGrowth, countRows, withTopicCount } from './progress.js';

/** One run on a table of one width: events a second, and latencies in milliseconds. */
export interface Run {
  sourceAlone: number;
  sinkAlone: number;
  endToEnd: number;
  /** The load under which latency was measured, in rows a second. */
  latencyRate: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/** What is measured on a pipeline of its own. */
export interface Case {
  columns: number;
  batchSize: number;
}

export interface Measured extends Case {
  runs: Run[];
}

/** Of a pipeline, and before the first one: the JVMs of a stack that has just started are half as fast. */
const warmUp = 3000;
const firstWarmUp = 60_000;
/** Latency is measured at half of what the pipeline sustains, and at most at this. */
const highestRate = 1000;

/** Measures each width with each batch size on a pipeline of its own, which is removed afterwards. */
export async function runBench(options: Options, onProgress: (line: string) => void): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const columns of options.columns) {
    for (const batchSize of options.batchSizes) {
      const warm = measured.length === 0 ? firstWarmUp : warmUp;
      measured.push(await benchCase({ columns, batchSize }, { ...options, warm }, onProgress));
    }
  }
  return measured;
}

async function benchCase(
  one: Case,
  options: Options & { warm: number },
  onProgress: (line: string) => void,
): Promise<Measured> {
  const { columns, batchSize } = one;
  const tables = `    - { name: events, sink: { batchSize: ${batchSize} } }\n`;
  const overlay = options.overlay === undefined ? {} : { overlay: options.overlay };
  const example = await openExamplePipeline({ cql: [tableOf(columns)], tables, ...overlay });
  const writer = new Writer(example, columns);
  const connect = new ConnectClient(stackOfTests().connect);
  const sink = `${example.name}-sink-events`;

  async function endToEnd(events: number): Promise<number> {
    const rows = await countRows(example);
    const beganMs = performance.now();
    const [{ lastMs }] = await Promise.all([
      awaitGrowth(() => countRows(example), rows, events),
      writer.writeMany(events),
    ]);
    return perSecond(events, lastMs - beganMs);
  }

  /** What is written while the sink waits is first read by the source alone, and then by the sink alone. */
  async function eachAlone(events: number): Promise<{ sourceAlone: number; sinkAlone: number }> {
    await connect.pause(sink);
    const rows = await countRows(example);
    const source = await withTopicCount(example, async (count) => {
      const records = await count();
      const [passage] = await Promise.all([awaitGrowth(count, records, events), writer.writeMany(events)]);
      return passage;
    });
    await connect.resume(sink);
    const sinking = await awaitGrowth(() => countRows(example), rows, events);
    return {
      sourceAlone: perSecond(events, source.lastMs - source.firstMs),
      sinkAlone: perSecond(events, sinking.lastMs - sinking.firstMs),
    };
  }

  async function runOnce(): Promise<Run> {
    const alone = await eachAlone(options.events);
    const together = await endToEnd(options.events);
    const latencyRate = Math.round(Math.min(highestRate, together / 2));
    const latencies = await measureLatency({ example, writer, ratePerSecond: latencyRate, seconds: options.seconds });
    return { ...alone, endToEnd: together, latencyRate, ...percentiles(latencies) };
  }

  async function measure(): Promise<Measured> {
    const { exitCode, stderr } = await example.run('deploy', '--wait', '-q');
    if (exitCode !== 0) throw new Error(`the pipeline cannot be deployed: ${stderr}`);
    await endToEnd(options.warm);
    const runs: Run[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      runs.push(await runOnce());
      onProgress(`${titleOf(one)}, round ${round}: ${Math.round(runs.at(-1)!.endToEnd)} events/s`);
    }
    const { exitCode: differs } = await example.verify();
    if (differs !== 0) throw new Error('the rows of both sides are not equal');
    return { ...one, runs };
  }

  try {
    return await Promise.race([measure(), interruption()]);
  } finally {
    await example.close();
  }
}

export function titleOf({ columns, batchSize }: Case): string {
  return `${columns} columns, batches of ${batchSize}`;
}

function perSecond(events: number, milliseconds: number): number {
  return events / (milliseconds / 1000);
}

function percentiles(latencies: number[]): Pick<Run, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
