import { table } from '../../src/output/table.js';
import { median } from '../bench/support/figures.js';
import { type DaemonName } from '../faults/daemons.js';
import { type Options } from './options.js';
import { type Sample, type Soak } from './result.js';

/** A program takes memory until its caches are full and its heap has its size: what comes before is no growth. */
const warmUpShare = 0.25;
const mostMemoryGrowth = 1.2;
/** Beyond what a look at a busy machine varies by. */
const mostLagGrowthSeconds = 5;

/** Medians of the first and the last third of the samples after the warm-up. */
interface Course {
  name: string;
  first: number;
  last: number;
}

export function reportText(soak: Soak, { json, ratePerSecond }: Options): string {
  const courses = [lagOf(soak.samples), ...memoriesOf(soak.samples)];
  const lines = courses.map(({ name, first, last }) => [name, first.toFixed(1), last.toFixed(1)]);
  const broken = brokenClaims(soak);
  const rate = soak.statements / soak.seconds;
  const text = [
    `${soak.statements} statements in ${Math.round(soak.seconds)} s, ${Math.round(rate)} a second of ${ratePerSecond} wanted`,
    table(['', 'first third', 'last third'], lines),
    `${soak.wrong} rows differ when all has arrived`,
    ...broken,
  ];
  const figures = {
    statementsPerSecond: Math.round(rate),
    wrong: soak.wrong,
    memoryGrowth: Math.max(...memoriesOf(soak.samples).map(({ first, last }) => last / first)),
    broken,
  };
  return `${[...text, ...(json ? [JSON.stringify(figures)] : [])].join('\n')}\n`;
}

/** What is claimed of a soak and does not hold. */
export function brokenClaims({ samples, wrong, problem }: Soak): string[] {
  const lag = lagOf(samples);
  const grown = memoriesOf(samples).filter(({ first, last }) => !(last / first <= mostMemoryGrowth));
  return [
    ...(problem === null ? [] : [problem]),
    ...(wrong > 0 ? [`${wrong} rows differ when all has arrived`] : []),
    ...(lag.last - lag.first > mostLagGrowthSeconds ? ['the pipeline falls behind: write less with --rate'] : []),
    ...grown.map(({ name, first, last }) => `${name} grows: from ${first.toFixed(1)} to ${last.toFixed(1)}`),
  ];
}

function lagOf(samples: Sample[]): Course {
  const known = samples.flatMap(({ secondsBehind }) => secondsBehind ?? []);
  return { name: 'seconds behind', ...thirds(known) };
}

function memoriesOf(samples: Sample[]): Course[] {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample.residentBytes)))] as DaemonName[];
  return names.map((name) => ({
    name: `MiB of ${name}`,
    ...thirds(samples.flatMap((sample) => sample.residentBytes[name] ?? []).map((bytes) => bytes / 2 ** 20)),
  }));
}

function thirds(values: number[]): Pick<Course, 'first' | 'last'> {
  const warm = values.slice(Math.floor(values.length * warmUpShare));
  const third = Math.max(1, Math.floor(warm.length / 3));
  return { first: median(warm.slice(0, third)), last: median(warm.slice(-third)) };
}
