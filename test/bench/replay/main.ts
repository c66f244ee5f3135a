import { randomBytes } from 'node:crypto';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { createTestDatabase } from '../../support/database.js';
import { benchPipeline } from '../apply/bench-table.js';
import { interruption } from '../support/interruption.js';
import { runBenchmark } from '../support/main.js';
import { type Measured, runBench } from './bench.js';
import { type Options, parseOptions, usage } from './options.js';
import { reportText } from './report.js';
import { removeTopics } from './systems.js';

/** Measures on topics and a database of its own, which are removed afterwards. */
async function measure(options: Options, onProgress: (line: string) => void): Promise<Measured> {
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
}

await runBenchmark({ usage, parseOptions, measure, report: reportText });
