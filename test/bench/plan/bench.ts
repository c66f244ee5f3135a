import { join } from 'node:path';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { runMeasured } from '../support/measure/measured-process.js';
import { inRounds } from '../support/rounds.js';
import { deployStopped } from './deploy-stopped.js';
import { type Options } from './options.js';

interface Contender {
  name: string;
  argv: string[];
}

/** What one run took. */
export interface Run {
  seconds: number;
  peakBytes: number;
}

export interface Measured {
  contenders: Contender[];
  /** By contender: Node alone, the version, the plan. */
  runs: Run[][];
}

export async function runBench(options: Options, onProgress: (line: string) => void): Promise<Measured> {
  onProgress(`making ${options.tables} tables in Cassandra`);
  const example = await openExamplePipeline(manyTables(options.tables));
  try {
    onProgress('deploying them; the connectors are stopped');
    await deployStopped(example.files[1]!, onProgress);
    return await measure(example, options, onProgress);
  } finally {
    onProgress('removing them');
    await example.close();
  }
}

async function measure(example: ExamplePipeline, { rounds }: Options, onProgress: (line: string) => void) {
  const executable = join(process.cwd(), 'bin', 'cdcctl');
  const nothing = `${example.name}: 0 to create, 0 to change, 0 to remove\n`;
  const contenders: (Contender & { stdout: RegExp | string })[] = [
    { name: 'node -e 0', argv: ['-e', '0'], stdout: '' },
    { name: 'cdcctl --version', argv: [executable, '--version'], stdout: /^\d+\.\d+\.\d+\n$/ },
    { name: 'cdcctl plan', argv: [executable, 'plan', '-q', ...example.files], stdout: nothing },
  ];
  const runs = await inRounds(rounds, contenders, async ({ name, argv, stdout: expected }) => {
    const { stdout, seconds, usage } = await runMeasured(
      { argv, stdin: '', exitCodes: [0] },
      new AbortController().signal,
    );
    const isExpected = typeof expected === 'string' ? stdout === expected : expected.test(stdout);
    if (!isExpected) throw new Error(`${name} printed ${stdout}`);
    onProgress(`${name}: ${seconds.toFixed(2)} s`);
    return { seconds, peakBytes: usage.peakBytes };
  });
  return { contenders, runs };
}

function manyTables(count: number): { cql: string[]; tables: string } {
  const names = Array.from({ length: count }, (_, index) => `t${String(index).padStart(4, '0')}`);
  return {
    cql: names.map(
      (name) =>
        `CREATE TABLE warehouse.${name} (id uuid PRIMARY KEY, name text, age int, balance decimal, created_at timestamp) WITH cdc = true`,
    ),
    tables: names.map((name) => `    - name: ${name}\n`).join(''),
  };
}
