import { interruption } from '../support/interruption.js';
import { runBenchmark } from '../support/main.js';
import { type Measured, runBench } from './bench.js';
import { type Options, parseOptions, usage } from './options.js';
import { reportText } from './report.js';

/** Measures on a pipeline of its own, which is removed afterwards. */
async function measure(options: Options, onProgress: (line: string) => void): Promise<Measured> {
  return await Promise.race([runBench(options, onProgress), interruption()]);
}

await runBenchmark({ usage, parseOptions, measure, report: reportText });
