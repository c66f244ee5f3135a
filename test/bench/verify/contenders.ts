import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { type VerifyReport } from '../../../src/verify/report.js';
import { definitionOf } from './bench-table.js';
import { type Program } from '../support/measure/measured-process.js';
import { type Task, type TaskResult } from './reading/task.js';

/** A way to compare both sides. */
export interface Contender {
  name: string;
  program: Program;
  /** Differences that are planted in runs that count, and in the first one, in which all must prove that they compare. */
  differences: number;
  firstDifferences: number;
  resultOf: (stdout: string) => TaskResult;
}

/** In the order of the report; ours comes with few and with many differences too. */
export type Contenders = Record<'ours' | 'oursFew' | 'oursMany' | 'scan' | 'rowByRow' | 'files' | 'maps', Contender>;

const few = 10;
const many = 10_000;
/** What the rivals find in their first run; so many that a part of the rows has some too. */
const inFirstRun = many;
/** Heap for a row on both sides, as the two drivers have it: twice what it takes. */
const mapBytesPerRow = 8_000;

export interface ContendersOptions {
  rows: number;
  maxWait: string;
  /** For files. */
  directory: string;
}

export function makeContenders(pipeline: Pipeline, { rows, maxWait, directory }: ContendersOptions): Contenders {
  const ours = (differences: number) => ourVerify(pipeline, { differences, maxWait });
  const { cassandra, postgresql } = pipeline;
  const task: Task = { cassandra, postgresql, rows, directory };
  const rival = (name: string, script: string, nodeOptions: string[] = []): Contender => ({
    name,
    program: {
      argv: [...nodeOptions, fileURLToPath(new URL(`./processes/${script}.js`, import.meta.url))],
      stdin: JSON.stringify(task),
      exitCodes: [0],
    },
    differences: 0,
    firstDifferences: inFirstRun,
    resultOf: (stdout) => JSON.parse(stdout) as TaskResult,
  });
  const heapMegabytes = Math.max(2048, Math.ceil((rows * mapBytesPerRow) / 2 ** 20));
  return {
    ours: ours(0),
    oursFew: ours(few),
    oursMany: ours(many),
    scan: rival('scan of Cassandra alone', 'scan'),
    rowByRow: rival('row by row', 'row-by-row'),
    files: rival('export, sort, comm', 'export'),
    maps: rival(`maps in memory (heap ${heapMegabytes} MiB)`, 'maps', [`--max-old-space-size=${heapMegabytes}`]),
  };
}

/** The command line as people run it. */
function ourVerify(pipeline: Pipeline, { differences, maxWait }: { differences: number; maxWait: string }): Contender {
  return {
    name: `cdcctl verify, ${differences.toLocaleString('en')} differences`,
    program: {
      argv: [join(process.cwd(), 'bin', 'cdcctl'), 'verify', '-f', '-', '--max-wait', maxWait, '-o', 'json'],
      stdin: definitionOf(pipeline),
      exitCodes: [0, 3],
    },
    differences,
    firstDifferences: differences,
    resultOf: (stdout) => {
      const { rows, differenceCount, equal } = (JSON.parse(stdout) as { data: VerifyReport }).data.tables[0]!;
      if (rows.cassandra !== rows.postgresql || equal !== (differenceCount === 0)) {
        throw new Error(`not all was compared: ${JSON.stringify({ rows, differenceCount, equal })}`);
      }
      return { rows: rows.cassandra, differences: differenceCount };
    },
  };
}
