import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withCassandra } from '../../../src/clients/cassandra.js';
import { createTestDatabase } from '../../support/database.js';
import { interruption } from '../support/interruption.js';
import { runBenchmark } from '../support/main.js';
import { benchPipeline } from './bench-table.js';
import { type Measured, runBench } from './bench.js';
import { dropKeyspace } from './cassandra-rows.js';
import { type Options, parseOptions, usage } from './options.js';
import { reportText } from './report.js';

/** Measures on a keyspace and a database of its own, which are removed afterwards. */
async function measure(options: Options, onProgress: (line: string) => void): Promise<Measured> {
  const name = `bench_${randomBytes(3).toString('hex')}`;
  const pipeline = benchPipeline(name);
  return await withCassandra(pipeline.cassandra, async (cassandra) => {
    const { client: postgresql, drop } = await createTestDatabase(name);
    const directory = mkdtempSync(join(tmpdir(), 'cdcctl-bench-'));
    const ended = new AbortController();
    const { signal } = ended;
    try {
      const bench = { options, pipeline, cassandra, postgresql, directory, onProgress, signal };
      return await Promise.race([runBench(bench), interruption()]);
    } finally {
      ended.abort();
      await dropKeyspace(cassandra, name);
      await drop();
      rmSync(directory, { recursive: true });
    }
  });
}

await runBenchmark({ usage, parseOptions, measure, report: reportText });
