import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../src/wait.js';
import { type ExamplePipeline, openExamplePipeline } from '../support/example-pipeline.js';
import { killService, servicesOfStack, startServices } from '../support/services.js';
import { type CapturedCase, type CapturedEvent } from '../support/captured-events.js';
import { captureCases, createTables, tableNames, tables } from './cases.js';
import { normalised, parseEvent } from './normalise.js';

/** Partition keys of a case: its number times this, and the ones that follow. */
const keysOfCase = 10;
/** The partition key of the row that is the last write to each table. */
const lastKey = (captureCases.length + 1) * keysOfCase;

/** Runs every case on a keyspace of its own and returns what the source connector emits for each. */
export async function capture(onProgress: (line: string) => void): Promise<CapturedCase[]> {
  const example = await openExamplePipeline({ cql: createTables, tables });
  try {
    onProgress(`deploying ${example.name}`);
    await deploy(example);
    await keepEvents(example);
    onProgress(`running ${captureCases.length} cases`);
    for (const [index, { cql }] of captureCases.entries()) {
      for (const statement of cql) await example.cql(withKeys(statement, index));
    }
    await writeLast(example);
    onProgress('waiting for the events');
    await waitForLast(example);
    const events = await keptEvents(example);
    return captureCases.map(({ name, cql }, index) => ({
      case: name,
      cql: cql.map((statement) => withKeys(statement, index).replace(/\s+/g, ' ')),
      events: normalised(events.filter((event) => caseOf(event) === index)),
    }));
  } finally {
    await example.close();
  }
}

/** The source learns of user-defined types only when its worker starts. */
async function deploy(example: ExamplePipeline): Promise<void> {
  await killService((await servicesOfStack()).connect);
  await startServices();
  const { exitCode, stdout, stderr } = await example.run('deploy', '--wait');
  if (exitCode !== 0) throw new Error(`deploy ended with ${exitCode}:\n${stdout}${stderr}`);
  // The source may lose writes to a table that it has only just heard of.
  await sleep(5000);
}

/** Keeps every event that a sink inserts. */
async function keepEvents({ sql }: ExamplePipeline): Promise<void> {
  await sql('CREATE TABLE warehouse_cdc.captured (table_name text, event text)');
  for (const name of tableNames) {
    await sql(`CREATE FUNCTION warehouse_cdc.capture_${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO warehouse_cdc.captured SELECT '${name}', event FROM events;
        RETURN NULL;
      END $$`);
    await sql(`CREATE TRIGGER capture AFTER INSERT ON warehouse_cdc.${name}_inlet
      REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION warehouse_cdc.capture_${name}()`);
  }
}

/** A write of each table whose events the source carries, after all others. */
async function writeLast({ cql }: ExamplePipeline): Promise<void> {
  for (const name of sentTables) {
    const columns = name === 'wide' ? `p, c, d` : name === 'shared' ? 'p, c' : 'k';
    const values = name === 'wide' ? `${lastKey}, 1, 'x'` : name === 'shared' ? `${lastKey}, 1` : String(lastKey);
    await cql(`INSERT INTO warehouse.${name} (${columns}) VALUES (${values})`);
  }
}

const sentTables = tableNames.filter((name) => name !== 'counted');

async function waitForLast({ sql }: ExamplePipeline): Promise<void> {
  await waitFor({ what: 'the last event of each table', timeoutMs: 120_000 }, async () => {
    const { rows } = await sql(
      `SELECT DISTINCT table_name FROM warehouse_cdc.captured
       WHERE ${lastKey} = ((event::json -> (CASE WHEN event::jsonb ? 'k' THEN 'k' ELSE 'p' END)) ->> 'value')::integer`,
    );
    return rows.length === sentTables.length ? true : undefined;
  });
  // Other partitions of the topics may be behind.
  await sleep(5000);
}

/**
 * The source repeats some events: file, position and row are the same then. Deletes of several ranges in one statement
 * look like that too, for their bounds are left out.
 */
async function keptEvents({ sql }: ExamplePipeline): Promise<CapturedEvent[]> {
  const { rows } = await sql(
    `SELECT DISTINCT table_name, event FROM warehouse_cdc.captured WHERE event::json ->> '__op' <> 'r'
     UNION ALL SELECT table_name, event FROM warehouse_cdc.captured WHERE event::json ->> '__op' = 'r'`,
  );
  return rows.map(({ table_name: table, event }) => ({ table: String(table), event: parseEvent(String(event)) }));
}

/** The number of the case that wrote the event's partition. */
function caseOf({ event }: CapturedEvent): number {
  const key = event.k ?? event.p;
  return Math.floor(Number((key as { value: number }).value) / keysOfCase) - 1;
}

function withKeys(statement: string, index: number): string {
  return statement.replace(/\$([1-4])/g, (_, n: string) => String((index + 1) * keysOfCase + Number(n) - 1));
}
