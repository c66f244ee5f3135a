import { table } from '../../../src/output/table.js';
import { ratios, roundedMedian, spread } from '../support/figures.js';
import { type Measured, type Run, titleOf } from './bench.js';

/** A column for each width and batch size. */
export function reportText(measured: Measured[], { json }: { json: boolean }): string {
  const line = (name: string, of: (runs: Run[]) => string) => [name, ...measured.map(({ runs }) => of(runs))];
  const lines = [
    line('events/s, source alone', (runs) => spread(each(runs, 'sourceAlone'), 0)),
    line('events/s, sink alone', (runs) => spread(each(runs, 'sinkAlone'), 0)),
    line('events/s, end to end', (runs) => spread(each(runs, 'endToEnd'), 0)),
    line('sink alone / source alone', (runs) => spread(sinkOverSource(runs), 2)),
    line('end to end / the slower alone', (runs) => spread(togetherOverSlower(runs), 2)),
    line('rows/s while latency is measured', (runs) => spread(each(runs, 'latencyRate'), 0)),
    line('latency p50, ms', (runs) => spread(each(runs, 'p50Ms'), 0)),
    line('latency p95, ms', (runs) => spread(each(runs, 'p95Ms'), 0)),
    line('latency p99, ms', (runs) => spread(each(runs, 'p99Ms'), 0)),
  ];
  const parts = [table(['median (min–max)', ...measured.map(titleOf)], lines)];
  const runs = measured[0]?.runs ?? [];
  if (json) {
    parts.push(
      JSON.stringify({
        eventsPerSecond: roundedMedian(each(runs, 'endToEnd')),
        sinkOverSource: roundedMedian(sinkOverSource(runs)),
        p50Ms: roundedMedian(each(runs, 'p50Ms')),
        p95Ms: roundedMedian(each(runs, 'p95Ms')),
        p99Ms: roundedMedian(each(runs, 'p99Ms')),
      }),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function each(runs: Run[], figure: keyof Run): number[] {
  return runs.map((run) => run[figure]);
}

function sinkOverSource(runs: Run[]): number[] {
  return ratios(each(runs, 'sinkAlone'), each(runs, 'sourceAlone'));
}

function togetherOverSlower(runs: Run[]): number[] {
  return runs.map(({ endToEnd, sourceAlone, sinkAlone }) => endToEnd / Math.min(sourceAlone, sinkAlone));
}
