import { table } from '../../../src/output/table.js';
import { ratios, roundedMedian, spread } from '../support/figures.js';
import { type Measured, type Run } from './bench.js';

/** One line for each way to send, then the ratios. */
export function reportText({ contenders, runs }: Measured, { json }: { json: boolean }): string {
  const lines = contenders.map(({ name }, index) => [
    name,
    spread(fieldOf(runs[index]!, 'recordsPerSecond'), 0),
    spread(fieldOf(runs[index]!, 'cpuSeconds'), 1),
    spread(
      fieldOf(runs[index]!, 'peakBytes').map((bytes) => bytes / 1e6),
      0,
    ),
  ]);
  const [produced, replayed, tenth] = runs as [Run[], Run[], Run[]];
  const figures = {
    produceRatio: ratios(fieldOf(replayed, 'recordsPerSecond'), fieldOf(produced, 'recordsPerSecond')),
    rssGrowth: ratios(fieldOf(replayed, 'peakBytes'), fieldOf(tenth, 'peakBytes')),
  };
  const parts = [
    table(['median (min–max)', 'records/s', 'CPU s', 'peak MB'], lines),
    table(
      ['ratio', 'median (min–max)'],
      Object.entries(figures).map(([name, numbers]) => [name, spread(numbers, 2)]),
    ),
  ];
  if (json) {
    const medians = {
      ...figures,
      recordsPerSecond: fieldOf(replayed, 'recordsPerSecond'),
      peakBytes: fieldOf(replayed, 'peakBytes'),
    };
    parts.push(
      JSON.stringify(
        Object.fromEntries(Object.entries(medians).map(([name, numbers]) => [name, roundedMedian(numbers)])),
      ),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function fieldOf(runs: Run[], field: keyof Run): number[] {
  return runs.map((run) => run[field]);
}
