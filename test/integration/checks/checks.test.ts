import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Check } from '../../../src/check.js';
import { cdcctl, type CliRun, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { absentUrl } from '../../support/stack.js';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
});
afterAll(() => example.close(), 120_000);

const checksOf = (run: CliRun) => dataOf<{ checks: Check[] }>(run).checks;

async function live(...argv: string[]) {
  const run = await example.run('validate', '--live', '-o', 'json', ...argv);
  return { exitCode: run.exitCode, failed: checksOf(run).filter(({ result }) => result === 'fail') };
}

test('a pipeline whose systems are ready, before it is deployed', async () => {
  expect(await live()).toEqual({ exitCode: 0, failed: [] });
  const doctor = await example.run('doctor', '-o', 'json');
  expect(doctor.exitCode).toBe(0);
  expect(checksOf(doctor).map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'node',
      `table ${example.keyspace}.users`,
      'change log of node1',
      'right to create topics',
      `plugin Cassandra4Connector on ${process.env.CONNECT_URL}`,
      `configuration of ${example.name}-sink-users`,
    ]),
  );
});

test('a table whose changes are not logged', async () => {
  await example.cql('ALTER TABLE warehouse.users WITH cdc = false');
  try {
    expect(await live()).toMatchObject({
      exitCode: 3,
      failed: [
        { name: `table ${example.keyspace}.users`, hint: `ALTER TABLE ${example.keyspace}.users WITH cdc = true` },
      ],
    });
  } finally {
    await example.cql('ALTER TABLE warehouse.users WITH cdc = true');
  }
});

test('a user of PostgreSQL who may make nothing', async () => {
  const role = `${example.keyspace}_reader`;
  await example.sql(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
  try {
    const login = ['--set', `spec.postgresql.username=${role}`, '--set', 'spec.postgresql.password=secret'];
    const { exitCode, failed } = await live(...login);
    expect(exitCode).toBe(3);
    expect(failed.map(({ name }) => name)).toEqual([`schema ${example.keyspace}`, `schema ${example.keyspace}_cdc`]);
    expect(failed[0]!.hint).toContain('GRANT CREATE ON DATABASE');
  } finally {
    await example.sql(`DROP ROLE ${role}`);
  }
});

test('a system that is away does not hide what the others say', async () => {
  expect(await live('--set', `spec.schemaRegistry.url=${absentUrl()}`)).toMatchObject({
    exitCode: 3,
    failed: [{ name: 'schema registry', what: expect.stringContaining('ECONNREFUSED') }],
  });
});

test('more replicas than there are brokers', async () => {
  const { exitCode, failed } = await live('--set', 'spec.kafka.topics.replicationFactor=3');
  expect({ exitCode, failed }).toMatchObject({ exitCode: 3, failed: [{ name: 'Kafka' }] });
});

test('doctor where there is no definition looks at the machine alone', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cdcctl-doctor-'));
  const run = await cdcctl(['doctor', '-o', 'json'], { cwd, env: { PATH: '' } });
  rmSync(cwd, { recursive: true });
  expect(run.exitCode).toBe(0);
  expect(checksOf(run).map(({ name, result }) => [name, result])).toEqual(
    expect.arrayContaining([
      ['node', 'ok'],
      ['mvn', 'warn'],
    ]),
  );
});
