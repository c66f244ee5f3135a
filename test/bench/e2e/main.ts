import { runBenchmark } from '../support/main.js';
import { runBench } from './bench.js';
import { parseOptions, usage } from './options.js';
import { reportText } from './report.js';

await runBenchmark({ usage, parseOptions, measure: runBench, report: reportText });
