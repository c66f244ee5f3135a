import { setTimeout as sleep } from 'node:timers/promises';
import { type LagReport } from '../../src/lag/report.js';
import { dataOf } from '../support/cli.js';
import { type ExamplePipeline } from '../support/example-pipeline.js';
import { type RecoverResult } from '../../src/cli/recover.js';
import { type VerifyReport } from '../../src/verify/report.js';

/** So long the daemons have to make all rows equal. */
const patienceMs = 300_000;
const pauseMs = 3000;
/** What nobody can know of does not become right by waiting. */
const looksWithoutHope = 2;

export interface Settled {
  /** Rows that differ. */
  wrong: number;
  /** Why they could not be compared; null where they were. */
  problem: string | null;
  atMs: number;
}

/** Waits until stream and daemons have made all rows equal, or will not. */
export async function settle(example: ExamplePipeline, isHopeless: boolean): Promise<Settled> {
  const deadlineMs = Date.now() + patienceMs;
  for (let look = 1; ; look++) {
    const seconds = Math.max(10, Math.round((deadlineMs - Date.now()) / 1000));
    await example.run('lag', '--wait-caught-up', '--timeout', `${Math.min(60, seconds)}s`, '-q');
    const atMs = Date.now();
    const { exitCode, report, problem } = await verify(example);
    if (exitCode === 0) return { wrong: 0, problem, atMs };
    if (Date.now() > deadlineMs || (isHopeless && look === looksWithoutHope)) {
      return { wrong: differing(report), problem, atMs };
    }
    await sleep(pauseMs);
  }
}

/** @param sample from the first reading to the last, as a duration */
export async function measureLag(example: ExamplePipeline, sample: string): Promise<LagReport | undefined> {
  const run = await example.run('lag', '--sample', sample, '-o', 'json', '-q');
  return dataOf<{ pipelines: LagReport[] }>(run).pipelines[0];
}

/** What `verify --repair` leaves. */
export async function repair(example: ExamplePipeline): Promise<number> {
  await example.run('verify', '--repair', '--delete-extra', '--yes', '--max-wait', '10s', '-q');
  const { exitCode, report } = await verify(example);
  return exitCode === 0 ? 0 : Math.max(1, differing(report));
}

/** Changes in the segments that were set aside of which there is no event. */
export async function countLost(example: ExamplePipeline): Promise<number> {
  const { pipelines } = dataOf<RecoverResult>(await example.run('recover', '--dry-run', '-o', 'json'));
  const tables = pipelines.flatMap(({ nodes }) => nodes.flatMap((node) => node.tables));
  return tables.reduce((sum, { lost }) => sum + lost, 0);
}

async function verify(example: ExamplePipeline) {
  const run = await example.run('verify', '--max-wait', '10s', '-o', 'json', '-q');
  const report = dataOf<VerifyReport | null>(run);
  return { exitCode: run.exitCode, report, problem: report === null ? `verify: ${run.stderr.trim()}` : null };
}

function differing(report: VerifyReport | null): number {
  return (
    report?.tables.reduce((sum, { differenceCount, inFlightCount }) => sum + differenceCount + inFlightCount, 0) ?? 0
  );
}
