import { type Reading } from './reading/reading.js';
import { findingsOf } from './findings.js';
import { partitionLags } from './partition-lag.js';
import { type LagReport } from './report.js';
import { sourceLags } from './source-lag.js';

/**
 * What readings of one pipeline tell together.
 * @param window at least one reading, the oldest first
 */
export function assess(pipeline: string, window: Reading[]): LagReport {
  const last = window.at(-1)!;
  const sources = sourceLags(window);
  const partitions = partitionLags(window);
  const stages = [...sources, ...partitions];
  const findings = findingsOf({ ...last, sources, partitions });
  const { target, connectors, away } = last;
  return {
    pipeline,
    at: new Date(last.atMs).toISOString(),
    windowSeconds: secondsOf(window),
    secondsBehind: known(stages.map(({ secondsBehind }) => secondsBehind))?.reduce((a, b) => Math.max(a, b)) ?? null,
    recordsBehind: known(stages.map(({ recordsBehind }) => recordsBehind))?.reduce((a, b) => a + b) ?? null,
    verdict: findings[0] ?? { status: 'OK', part: null, where: null, reason: summary(stages) },
    findings,
    sources,
    partitions,
    connectors,
    deadLetters: { inTopic: last.deadLetterRecords, refused: target?.refusedEvents ?? null },
    reconcileQueue: target && { due: target.reconcileDue, later: target.reconcileLater },
    leaseAgeSeconds: target?.leaseAgeSeconds ?? null,
    away,
  };
}

/** From the first reading to the last. */
export function secondsOf(window: Reading[]): number {
  return ((window.at(-1)?.atMs ?? 0) - (window[0]?.atMs ?? 0)) / 1000;
}

function known(values: (number | null)[]): number[] | undefined {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? undefined : numbers;
}

function summary(stages: { recordsBehind: number | null }[]): string {
  const isBehind = stages.some(({ recordsBehind }) => recordsBehind !== null && recordsBehind > 0);
  return isBehind ? 'every part works off what comes' : 'everything that was read is in PostgreSQL';
}
