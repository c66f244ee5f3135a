import { runBenchmark } from '../bench/support/main.js';
import { parseOptions, usage } from './options.js';
import { brokenClaims, reportText } from './report.js';

await runBenchmark({
  usage,
  parseOptions,
  measure: async (options, onProgress) => {
    // It reads where the stack is when it is loaded.
    const { soak } = await import('./soak.js');
    const soaked = await soak(options, onProgress);
    if (brokenClaims(soaked).length > 0) process.exitCode = 1;
    return soaked;
  },
  report: reportText,
});
