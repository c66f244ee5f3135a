import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '../../support/database.js';
import { roundedMedian } from '../support/figures.js';
import { interruption } from '../support/interruption.js';
import { runBenchmark } from '../support/main.js';
import { benchPipeline } from './bench-table.js';
import { type Measured, runBench } from './bench.js';
import { figureTable, oursOf, ratiosOf } from './figures.js';
import { type Options, parseOptions, usage } from './options.js';
import { removeTopic } from './topic.js';

/** Measures on a database, a topic and connectors of its own, which are removed afterwards. */
async function measure(options: Options, onProgress: (line: string) => void): Promise<Measured> {
  const name = `bench_${randomBytes(3).toString('hex')}`;
  const pipeline = benchPipeline(name, name);
  const database = await createTestDatabase(name);
  try {
    return await Promise.race([runBench({ options, pipeline, client: database.client, onProgress }), interruption()]);
  } finally {
    await removeTopic(pipeline);
    await database.drop();
  }
}

function report({ sinkNames, ...figures }: Measured, { json }: Options): string {
  const lines = [figureTable(sinkNames, Object.values(figures))];
  if (json) lines.push(JSON.stringify(medians(figures)));
  return `${lines.join('\n\n')}\n`;
}

/** What a machine reads; a ratio is ours divided by the stock upsert, the other figures are ours. */
function medians(figures: Omit<Measured, 'sinkNames'>): Record<string, number> {
  return {
    connectorRatio: roundedMedian(ratiosOf(figures.connectorRate)),
    sqlRatio: roundedMedian(ratiosOf(figures.sqlRate)),
    eventsPerSecond: roundedMedian(oursOf(figures.connectorRate)),
    walBytesPerEvent: roundedMedian(oursOf(figures.walBytesPerEvent)),
    bytesPerRow: roundedMedian(oursOf(figures.bytesPerRow)),
  };
}

await runBenchmark({ usage, parseOptions, measure, report });
