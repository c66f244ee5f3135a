import { table } from '../../../src/output/table.js';
import { ratios, roundedMedian, spread } from '../support/figures.js';
import { type Measured, type Run } from './bench.js';

/** One line for each command, then the ratio. */
export function reportText({ contenders, runs }: Measured, { json }: { json: boolean }): string {
  const seconds = runs.map((all) => all.map((run) => run.seconds));
  const [node, version, plan] = seconds as [number[], number[], number[]];
  const versionRatio = ratios(version, node);
  const lines = contenders.map(({ name }, index) => [
    name,
    spread(seconds[index]!, 2),
    spread(megabytes(runs[index]!), 0),
  ]);
  const parts = [
    table(['median (min–max)', 'seconds', 'peak MB'], lines),
    table(['ratio', 'median (min–max)'], [['version to node', spread(versionRatio, 2)]]),
  ];
  if (json) {
    parts.push(JSON.stringify({ versionRatio: roundedMedian(versionRatio), planSeconds: roundedMedian(plan) }));
  }
  return `${parts.join('\n\n')}\n`;
}

function megabytes(runs: Run[]): number[] {
  return runs.map(({ peakBytes }) => peakBytes / 1e6);
}
