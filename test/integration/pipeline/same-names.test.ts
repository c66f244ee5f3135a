import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

const user = '00000000-0000-4000-8000-000000000001';
/** Comes before every schema of the tests, so that it is found first. */
const other = 'another_pipeline_cdc';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline({ overlay: "  postgresql: { schema: 'SameNames' }" });
  await example.sql(`CREATE SCHEMA ${other}`);
  await example.sql(`CREATE TABLE ${other}.users_inlet (event text, __partition integer, __offset bigint)`);
});
afterAll(async () => {
  await example.sql(`DROP SCHEMA ${other} CASCADE`);
  await example.close();
});

test('a sink writes to its own schema, where another one in the database has a table of the same name', async () => {
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await example.cql(`INSERT INTO warehouse.users (user_id, email) VALUES (${user}, 'a')`);
  expect((await example.verify()).exitCode).toBe(0);
  expect((await example.sql('SELECT FROM "SameNames".users')).rowCount).toBe(1);
  expect((await example.sql(`SELECT FROM ${other}.users_inlet`)).rowCount).toBe(0);
});
