import { randomBytes } from 'node:crypto';
import { messageOf } from '../../../src/errors.js';
import { createTestDatabase } from '../../support/database.js';
import { roundedMedian } from '../support/figures.js';
import { interruption } from '../support/interruption.js';
import { useStack } from '../support/stack.js';
import { benchPipeline } from './bench-table.js';
import { type Measured, runBench } from './bench.js';
import { figureTable, oursOf, ratiosOf } from './figures.js';
import { type Options, parseOptions, usage } from './options.js';
import { removeTopic } from './topic.js';

function onProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Measures on a database, a topic and connectors of its own, which are removed afterwards. */
async function measure(options: Options): Promise<Measured> {
  const removeStack = useStack();
  try {
    const name = `bench_${randomBytes(3).toString('hex')}`;
    const pipeline = benchPipeline(name, name);
    const database = await createTestDatabase(name);
    try {
      return await Promise.race([runBench({ options, pipeline, client: database.client, onProgress }), interruption()]);
    } finally {
      await removeTopic(pipeline);
      await database.drop();
    }
  } finally {
    removeStack();
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

try {
  const options = parseOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : report(await measure(options), options));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
