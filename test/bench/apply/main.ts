import { randomBytes } from 'node:crypto';
import { messageOf } from '../../../src/errors.js';
import { createTestDatabase } from '../../support/database.js';
import { useStack } from '../support/stack.js';
import { benchPipeline } from './bench-table.js';
import { type Measured, runBench } from './bench.js';
import { figureTable, median, oursOf, ratiosOf } from './figures.js';
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

/** Rejects when the run is to end early, so that what it made is removed. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(`ended by ${signal}`)));
  });
}

function report({ sinkNames, ...figures }: Measured, { json }: Options): string {
  const lines = [figureTable(sinkNames, Object.values(figures))];
  if (json) lines.push(JSON.stringify(medians(figures)));
  return `${lines.join('\n\n')}\n`;
}

/** What a machine reads; a ratio is ours divided by the stock upsert, the other figures are ours. */
function medians(figures: Omit<Measured, 'sinkNames'>): Record<string, number> {
  const rounded = (numbers: number[]) => Number(median(numbers).toPrecision(4));
  return {
    connectorRatio: rounded(ratiosOf(figures.connectorRate)),
    sqlRatio: rounded(ratiosOf(figures.sqlRate)),
    eventsPerSecond: rounded(oursOf(figures.connectorRate)),
    walBytesPerEvent: rounded(oursOf(figures.walBytesPerEvent)),
    bytesPerRow: rounded(oursOf(figures.bytesPerRow)),
  };
}

try {
  const options = parseOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : report(await measure(options), options));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
