import { randomBytes } from 'node:crypto';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { messageOf } from '../../../src/errors.js';
import { createTestDatabase } from '../../support/database.js';
import { benchPipeline } from '../apply/bench-table.js';
import { interruption } from '../support/interruption.js';
import { useStack } from '../support/stack.js';
import { type Measured, runBench } from './bench.js';
import { type Options, parseOptions, usage } from './options.js';
import { reportText } from './report.js';
import { removeTopics } from './systems.js';

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Measures on topics and a database of its own, which are removed afterwards. */
async function measure(options: Options): Promise<Measured> {
  const removeStack = useStack();
  try {
    const name = `bench_${randomBytes(3).toString('hex')}`;
    const pipeline = benchPipeline(name, name);
    const { client, drop } = await createTestDatabase(name);
    const ended = new AbortController();
    const { signal } = ended;
    try {
      return await withKafkaAdmin(pipeline.kafka, (admin) =>
        Promise.race([runBench({ options, pipeline, admin, client, onProgress, signal }), interruption()]),
      );
    } finally {
      ended.abort();
      await removeTopics(pipeline);
      await drop();
    }
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
