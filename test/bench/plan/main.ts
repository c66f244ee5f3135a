import { messageOf } from '../../../src/errors.js';
import { interruption } from '../support/interruption.js';
import { useStack } from '../support/stack.js';
import { type Measured, runBench } from './bench.js';
import { type Options, parseOptions, usage } from './options.js';
import { reportText } from './report.js';

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Measures on a pipeline of its own, which is removed afterwards. */
async function measure(options: Options): Promise<Measured> {
  const removeStack = useStack();
  try {
    return await Promise.race([runBench(options, onProgress), interruption()]);
  } finally {
    removeStack();
  }
}

try {
  const options = parseOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : reportText(await measure(options), options));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
