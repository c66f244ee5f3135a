import { messageOf } from '../../../src/errors.js';
import { useStack } from './stack.js';

export interface Benchmark<Options extends { help: boolean }, Measured> {
  usage: string;
  /** @throws Error for arguments that are not understood */
  parseOptions: (argv: string[]) => Options;
  /** Measures on a stack; what it makes there is removed when it ends. */
  measure: (options: Options, onProgress: (line: string) => void) => Promise<Measured>;
  report: (measured: Measured, options: Options) => string;
}

/** A command line: the figures go to stdout, all else to stderr. */
export async function runBenchmark<Options extends { help: boolean }, Measured>({
  usage,
  parseOptions,
  measure,
  report,
}: Benchmark<Options, Measured>): Promise<void> {
  try {
    const options = parseOptions(process.argv.slice(2));
    process.stdout.write(options.help ? usage : report(await onStack(() => measure(options, tell)), options));
  } catch (error) {
    tell(messageOf(error));
    process.exitCode = 1;
  }
}

async function onStack<T>(work: () => Promise<T>): Promise<T> {
  const removeStack = useStack();
  try {
    return await work();
  } finally {
    removeStack();
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
