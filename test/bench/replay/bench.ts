import { fileURLToPath } from 'node:url';
import { type Admin } from 'kafkajs';
import type pg from 'pg';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { runMeasured } from '../support/measure/measured-process.js';
import { inRounds } from '../support/rounds.js';
import { type Options } from './options.js';
import { type Task, type TaskResult } from './processes/task.js';
import { createSystems, fillDeadLetters, forgetReplays, recordsOf } from './systems.js';

export interface Bench {
  options: Options;
  pipeline: Pipeline;
  admin: Admin;
  /** On the pipeline's database. */
  client: pg.Client;
  onProgress: (line: string) => void;
  signal: AbortSignal;
}

interface Contender {
  name: string;
  script: string;
  letters: number;
}

/** What one run took. */
export interface Run {
  recordsPerSecond: number;
  /** Of the whole process. */
  cpuSeconds: number;
  peakBytes: number;
}

export interface Measured {
  contenders: Contender[];
  /** By contender: the bare producer, the replay, and the replay of a tenth of the letters. */
  runs: Run[][];
}

export async function runBench(bench: Bench): Promise<Measured> {
  const { options, pipeline, client, onProgress } = bench;
  const { letters, rounds } = options;
  const named = (count: number) => `${count.toLocaleString('en')} letters`;
  const contenders: Contender[] = [
    { name: 'bare producer', script: 'produce', letters },
    { name: `replay of ${named(letters)}`, script: 'replay', letters },
    { name: `replay of ${named(letters / 10)}`, script: 'replay', letters: letters / 10 },
  ];
  await createSystems(pipeline, client);
  onProgress(`writing ${named(letters)}`);
  await fillDeadLetters(pipeline, letters);
  const runs = await inRounds(rounds, contenders, async (contender, counts) => {
    const run = await runOnce(bench, contender);
    const { recordsPerSecond, cpuSeconds, peakBytes } = run;
    const figures = `${Math.round(recordsPerSecond)} records/s, CPU ${cpuSeconds.toFixed(1)} s, ${Math.round(peakBytes / 1e6)} MB`;
    onProgress(`${contender.name}: ${figures}${counts ? '' : ' (does not count)'}`);
    return run;
  });
  return { contenders, runs };
}

/** @throws Error unless each record has landed once */
async function runOnce({ pipeline, admin, client, signal }: Bench, contender: Contender): Promise<Run> {
  const { name, script, letters } = contender;
  await forgetReplays(pipeline, client);
  const before = await recordsOf(admin, pipeline);
  const task: Task = { pipeline, letters };
  const program = {
    argv: [fileURLToPath(new URL(`./processes/${script}.js`, import.meta.url))],
    stdin: JSON.stringify(task),
    exitCodes: [0],
  };
  const { stdout, usage } = await runMeasured(program, signal);
  const { records, seconds } = JSON.parse(stdout) as TaskResult;
  const landed = (await recordsOf(admin, pipeline)) - before;
  if (records !== letters || landed !== letters) {
    throw new Error(`${name}: ${records} were sent and ${landed} have landed`);
  }
  return { recordsPerSecond: records / seconds, cpuSeconds: usage.cpuSeconds, peakBytes: usage.peakBytes };
}
