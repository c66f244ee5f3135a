import { table } from '../../../src/output/table.js';
import { median, ratios, roundedMedian, spread } from '../support/figures.js';
import { type Measured } from './bench.js';
import { type Contenders } from './contenders.js';
import { type Run } from './run.js';

interface Figure {
  title: string;
  field: keyof Run;
  unit: number;
  digits: number;
}

const figures: Figure[] = [
  { title: 'wall s', field: 'seconds', unit: 1, digits: 1 },
  { title: 'CPU s', field: 'cpuSeconds', unit: 1, digits: 1 },
  { title: 'peak MB', field: 'peakBytes', unit: 1e6, digits: 0 },
];

/** Medians alone: the bytes do not differ, and others may use the databases too. */
const minorFigures: Figure[] = [
  { title: 'MB from Cassandra', field: 'cassandraBytes', unit: 1e6, digits: 1 },
  { title: 'MB from PostgreSQL', field: 'postgresqlBytes', unit: 1e6, digits: 1 },
  { title: 'CPU s of Cassandra', field: 'cassandraCpuSeconds', unit: 1, digits: 1 },
  { title: 'CPU s of PostgreSQL', field: 'postgresqlCpuSeconds', unit: 1, digits: 1 },
];

/** One line for each way to compare, then the ratios. */
export function reportText(measured: Measured, { json }: { json: boolean }): string {
  const { contenders, runs, grown } = measured;
  const lines = (Object.keys(runs) as (keyof Contenders)[]).map((key) => figuresOf(contenders[key].name, runs[key]));
  if (grown.runs.length > 0) {
    lines.push(figuresOf(`${contenders.ours.name}, ${grown.rows.toLocaleString('en')} rows`, grown.runs));
  }
  const ratioTable = Object.entries(ratiosOf(measured)).map(([name, numbers]) => [name, spread(numbers, 2)]);
  const parts = [
    table(['median (min–max)', ...[...figures, ...minorFigures].map(({ title }) => title)], lines),
    'row by row: compared on a part of the rows and scaled to all',
    table(['ratio', 'median (min–max)'], ratioTable),
  ];
  if (json) parts.push(JSON.stringify(medians(measured)));
  return `${parts.join('\n\n')}\n`;
}

function figuresOf(name: string, runs: Run[]): string[] {
  const numbersOf = ({ field, unit }: Figure) => runs.map((run) => run[field] / unit);
  return [
    name,
    ...figures.map((figure) => spread(numbersOf(figure), figure.digits)),
    ...minorFigures.map((figure) => median(numbersOf(figure)).toFixed(figure.digits)),
  ];
}

/** All against ours without differences. */
function ratiosOf({ runs, grown }: Measured): Record<string, number[]> {
  const seconds = (key: keyof Contenders) => runs[key].map((run) => run.seconds);
  const peaks = (of: Run[]) => of.map(({ peakBytes }) => peakBytes);
  return {
    scanRatio: ratios(seconds('ours'), seconds('scan')),
    rowByRowSpeedup: ratios(seconds('rowByRow'), seconds('ours')),
    exportSpeedup: ratios(seconds('files'), seconds('ours')),
    naiveSpeedup: ratios(seconds('maps'), seconds('ours')),
    ...(grown.runs.length === 0 ? {} : { rssGrowth: ratios(peaks(grown.runs), peaks(runs.ours)) }),
  };
}

/** What a machine reads. */
function medians(measured: Measured): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ratiosOf(measured)).map(([name, numbers]) => [name, roundedMedian(numbers)]),
  );
}
