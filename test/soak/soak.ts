import { setTimeout as sleep } from 'node:timers/promises';
import { interruption } from '../bench/support/interruption.js';
import { residentBytes } from '../bench/support/measure/proc.js';
import { type DaemonName } from '../faults/daemons.js';
import { measureLag, settle } from '../faults/judge.js';
import { World } from '../faults/world.js';
import { type Options } from './options.js';
import { type Sample, type Soak } from './result.js';

const daemons: DaemonName[] = ['watch', 'reconcile', 'metrics'];
const samplesInAll = 120;
const shortestPauseMs = 5000;

/** Writes a mixed load for minutes, with the daemons beside the pipeline, and looks at lag and memory all the while. */
export async function soak(options: Options, onProgress: (line: string) => void): Promise<Soak> {
  const { minutes, seed, ratePerSecond } = options;
  let ended: string | undefined;
  const world = await World.open({
    ...{ seed, ratePerSecond, daemons },
    onSaid: ({ level, message, isEnd }) => {
      if (isEnd) ended ??= message;
      if (level !== 'info') onProgress(`    ${message}`);
    },
  });
  try {
    const begunMs = Date.now();
    const endMs = begunMs + minutes * 60_000;
    const samples: Sample[] = [];
    world.startLoad(seed);
    const writing = async () => {
      while (Date.now() < endMs) {
        await sleep(Math.max(shortestPauseMs, (minutes * 60_000) / samplesInAll));
        const sample = await look(world, begunMs);
        samples.push(sample);
        onProgress(`${sample.second} s: ${sample.secondsBehind ?? '?'} s behind`);
      }
    };
    await Promise.race([writing(), interruption()]);
    const { statements } = await world.stopLoad();
    const seconds = (Date.now() - begunMs) / 1000;
    const { wrong, problem } = await settle(world.example, false);
    return { seconds, statements, samples, wrong, problem: ended ?? problem };
  } finally {
    await world.close();
  }
}

async function look({ example, daemons: running }: World, begunMs: number): Promise<Sample> {
  const report = await measureLag(example, '0s');
  return {
    second: Math.round((Date.now() - begunMs) / 1000),
    secondsBehind: report?.secondsBehind ?? null,
    residentBytes: Object.fromEntries(running.pids().map(([name, pid]) => [name, residentBytes(pid)])),
  };
}
