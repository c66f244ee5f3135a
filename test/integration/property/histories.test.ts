import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/generate/random.js';
import { readTables } from '../../../src/tables/read-tables.js';
import { type CassandraTable } from '../../../src/tables/table.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { killService, servicesOfStack, startServices } from '../../support/services.js';
import { execute, historyOf, longestTtl } from './histories.js';
import { tables } from './tables.js';

/** More with PROPERTY_HISTORIES=5000; the histories of a failure run alone with PROPERTY_SEEDS=17,42. */
const seeds =
  process.env.PROPERTY_SEEDS?.split(',').map(Number) ?? range(Number(process.env.PROPERTY_HISTORIES ?? 100));
const historiesInFlight = 16;
const names = ['flat', 'nested', 'wide', 'shared'];

let example: ExamplePipeline;
let models: CassandraTable[];

beforeAll(async () => {
  example = await openExamplePipeline(tables);
  models = await readTables(example.cassandra, { keyspace: example.keyspace, names });
  // The source learns of user-defined types only when its worker starts.
  await killService((await servicesOfStack()).connect);
  await startServices();
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close());

test('random histories of every kind of statement and type end in the rows that Cassandra has', async () => {
  const { cassandra, sql } = example;
  await sql('CREATE TABLE warehouse_cdc.captured (table_name text, event text)');
  for (const name of names) await capture(name);

  await forEach(seeds, (seed) => execute(cassandra, historyOf(seed, models)));
  await sleep((longestTtl + 2) * 1000);
  await expectEqual();

  // The same events once more from the start: out of order, some twice, in batches of any size.
  const events = await sql('SELECT table_name, event FROM warehouse_cdc.captured');
  await sql('ALTER TABLE warehouse_cdc.captured RENAME TO delivered');
  for (const name of names) {
    await sql(`DROP TRIGGER capture ON warehouse_cdc.${name}_inlet`);
    await sql(`TRUNCATE warehouse_cdc.${name}_rows, warehouse_cdc.reconcile_queue`);
    if (name !== 'flat') await sql(`TRUNCATE warehouse_cdc.${name}_partitions`);
  }
  const random = createRandom({ seed: seeds[0]!, stream: 2 });
  for (const name of names) {
    const all = events.rows.filter((row) => row.table_name === name).map((row) => String(row.event));
    const sent = random.helpers.shuffle([...all, ...random.helpers.arrayElements(all, Math.ceil(all.length / 4))]);
    for (let start = 0; start < sent.length;) {
      const size = random.number.int({ min: 1, max: 300 });
      await sql(`INSERT INTO warehouse_cdc.${name}_inlet (event) SELECT unnest($1::text[])`, [
        sent.slice(start, start + size),
      ]);
      start += size;
    }
  }
  await expectEqual();
}, 900_000);

/** Keeps every event that the sink inserts. */
async function capture(name: string): Promise<void> {
  await example.sql(`CREATE FUNCTION warehouse_cdc.capture_${name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO warehouse_cdc.captured SELECT '${name}', event FROM events; RETURN NULL; END $$`);
  await example.sql(`CREATE TRIGGER capture AFTER INSERT ON warehouse_cdc.${name}_inlet
    REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION warehouse_cdc.capture_${name}()`);
}

/** What the log does not tell is read back; events may be on their way for some seconds. */
async function expectEqual(): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    expect(await example.run('reconcile', '-q')).toMatchObject({ exitCode: 0 });
    const { exitCode, report } = await example.verify();
    const differences = report.tables.flatMap(({ table, differences: found }) =>
      found.map((difference) => ({ table, ...difference })),
    );
    const letters = await example.sql('SELECT table_name, message, event FROM warehouse_cdc.dead_letters LIMIT 3');
    const failing = [...new Set(differences.map(({ key }) => Number(key.seed)))];
    if (exitCode !== 0 && attempt < 6) {
      await sleep(2000);
      continue;
    }
    const history = failing.slice(0, 1).flatMap((seed) => historyOf(seed, models).map(({ cql }) => cql));
    expect({ exitCode, failing, differences: differences.slice(0, 5), history, letters: letters.rows }).toEqual({
      exitCode: 0,
      failing: [],
      differences: [],
      history: [],
      letters: [],
    });
    expect(report.tables.map(({ rows }) => rows.cassandra > 0)).toEqual(names.map(() => true));
    return;
  }
}

async function forEach<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: historiesInFlight }, worker));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i + 1);
}
