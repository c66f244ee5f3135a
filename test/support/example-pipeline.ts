import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from 'cassandra-driver';
import pg from 'pg';
import { connectCassandra } from '../../src/clients/cassandra.js';
import { type VerifyReport } from '../../src/verify/report.js';
import { cdcctl, type CliRun, dataOf } from './cli.js';
import { stackOfTests } from './stack.js';

export interface ExampleOptions {
  /** CQL statements, without the keyspace's own, and the YAML of spec.tables, in place of those of the example. */
  cql?: string[];
  tables?: string;
  /** YAML of spec that is laid over the example's, also as a function of the keyspace. */
  overlay?: string | ((keyspace: string) => string);
}

/** The packaged example, under names of its own, on the stack of the test run. */
export interface ExamplePipeline {
  name: string;
  keyspace: string;
  /** The definition, as options of a command. */
  files: string[];
  cassandra: Client;
  postgres: pg.Pool;
  /** Runs a command of cdcctl on the pipeline. */
  run: (command: string, ...argv: string[]) => Promise<CliRun>;
  /** Both take `warehouse.` for the keyspace or schema, and `warehouse_cdc.` for the bookkeeping schema. */
  cql: (statement: string) => Promise<unknown>;
  sql: (statement: string, values?: unknown[]) => Promise<pg.QueryResult<Record<string, unknown>>>;
  verify: () => Promise<{ exitCode: number; report: VerifyReport }>;
  /** Undeploys it and removes its tables. */
  close: () => Promise<void>;
}

export async function openExamplePipeline(options?: ExampleOptions): Promise<ExamplePipeline> {
  const keyspace = `example_${randomBytes(3).toString('hex')}`;
  const name = keyspace.replace('_', '-');
  const directory = mkdtempSync(join(tmpdir(), 'cdcctl-example-'));
  const cassandra = await connectCassandra(stackOfTests().cassandra);
  // A pool outlives a server that is killed and started again.
  const postgres = new pg.Pool({ connectionString: process.env.DATABASE_URL });
  postgres.on('error', () => undefined);

  const renamed = (text: string) => text.replace(/\bwarehouse(_cdc)?\./g, `${keyspace}$1.`);
  const template = (file: string) =>
    readFileSync(join(import.meta.dirname, '../../templates/pipelines', file), 'utf8').replace(/(--|#).*$/gm, '');
  const cql = (statement: string) => cassandra.execute(renamed(statement));
  const [createKeyspace, ...createTables] = template('warehouse.cql')
    .split(';')
    .filter((statement) => statement.trim() !== '');
  await cql(createKeyspace!.replace('EXISTS warehouse', `EXISTS ${keyspace}`));
  for (const statement of options?.cql ?? createTables) await cql(statement);
  const definition = template('warehouse.yaml')
    .replace('name: warehouse', `name: ${name}`)
    .replace('keyspace: warehouse', `keyspace: ${keyspace}`)
    .replace('schema: warehouse', `schema: ${keyspace}`)
    .replace('cdc-events-{table}', `${keyspace}-{table}`)
    .replace('topic: dlq-events', `topic: ${keyspace}-dlq`);
  const tables = options?.tables === undefined ? '$1' : `  tables:\n${options.tables}`;
  writeFileSync(join(directory, 'pipeline.yaml'), definition.replace(/^( {2}tables:[^]*)$/m, tables));
  const files = ['-f', join(directory, 'pipeline.yaml')];
  if (stackOfTests().connect.tls !== undefined) {
    const tls = template('warehouse-tls.yaml').replace('name: warehouse', `name: ${name}`);
    writeFileSync(join(directory, 'tls.yaml'), tls);
    files.push('-f', join(directory, 'tls.yaml'));
  }
  if (options?.overlay !== undefined) {
    const spec = typeof options.overlay === 'string' ? options.overlay : options.overlay(keyspace);
    const overlay = `apiVersion: cdcctl/v1\nkind: Pipeline\nmetadata: { name: ${name} }\nspec:\n${spec}`;
    writeFileSync(join(directory, 'overlay.yaml'), overlay);
    files.push('-f', join(directory, 'overlay.yaml'));
  }
  const run = (command: string, ...argv: string[]) =>
    cdcctl([command, ...argv, ...files], { cwd: process.env.CDCCTL_TEST_STACK_DIR! });

  return {
    name,
    keyspace,
    files,
    cassandra,
    postgres,
    run,
    cql,
    sql: (statement, values) => postgres.query(renamed(statement), values),
    verify: async () => {
      const result = await run('verify', '--max-wait', '20s', '-o', 'json');
      return { exitCode: result.exitCode, report: dataOf<VerifyReport>(result) };
    },
    close: async () => {
      await run('undeploy', '--data', '--yes');
      rmSync(directory, { recursive: true });
      await cql(`DROP KEYSPACE ${keyspace}`);
      await cassandra.shutdown();
      await postgres.end();
    },
  };
}
