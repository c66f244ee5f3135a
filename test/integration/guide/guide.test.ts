import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Client } from 'cassandra-driver';
import pg from 'pg';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { followPage } from '../../support/operator-page.js';
import { OperatorShell } from '../../support/operator-shell.js';
import { stackDirectory } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';

let cassandra: Client;
let postgres: pg.Pool;
let directory: string;
let shell: OperatorShell;

beforeAll(async () => {
  cassandra = await connectCassandra(stackOfTests().cassandra);
  postgres = new pg.Pool({ connectionString: process.env.DATABASE_URL });
});

afterAll(async () => {
  await cassandra.execute('DROP KEYSPACE IF EXISTS shop');
  await cassandra.shutdown();
  await postgres.end();
});

// Both pages make the keyspace, and a worker passes over tables that are made again while no source runs: docs/limits.md.
beforeEach(async () => {
  // Below the stack's, so that `cdcctl up` finds it there and starts no other.
  directory = mkdtempSync(join(stackDirectory, 'guide-'));
  shell = new OperatorShell(directory, {});
  await cassandra.execute('DROP KEYSPACE IF EXISTS shop');
  await shell.run('cdcctl up --restart connect');
}, 120_000);

afterEach(async () => {
  expect(await shell.run('cdcctl undeploy --data --yes')).toMatchObject({ exitCode: 0 });
  shell.close();
  rmSync(directory, { recursive: true });
}, 60_000);

const sql = (statement: string) => postgres.query(statement);

async function cql(statement: string): Promise<void> {
  await cassandra.execute(statement);
  // What is typed into a shell is slower than the source, which learns of a new table within a second.
  if (statement.startsWith('CREATE')) await sleep(1000);
}

test('from nothing to a verified pipeline, as the guide says it', async () => {
  const outputs = await followPage('docs/guide/first-pipeline.md', { shell, cql, sql });
  expect(outputs.get('See it find something')).toContain('changed-in-postgresql');
  const { rows } = await sql("SELECT to_regclass('shop.customers') AS view");
  expect(rows).toEqual([{ view: null }]);
}, 600_000);

test('the README shows what its commands do', async () => {
  // The demo takes the tables of the example pipeline for itself.
  for (const table of ['users', 'orders']) await cql(`TRUNCATE warehouse.${table}`);
  await shell.run('npx() { "$@"; }');
  await followPage('README.md', { shell, cql, sql });
}, 900_000);
