import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SecretCheck } from '../../../src/deploy/secrets/check.js';
import { type RotationReport } from '../../../src/deploy/secrets/rotate.js';
import { loginIn } from '../../../src/render/secrets.js';
import { dataOf } from '../../support/cli.js';
import { type DevVault, startDevVault } from '../../support/dev-vault.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';
import { startWatcher } from './watcher.js';

let vault: DevVault;
let example: ExamplePipeline;
let role: string;
/** Of Cassandra. */
const reader = `reader_${randomBytes(3).toString('hex')}`;

beforeAll(async () => {
  vault = await startDevVault();
  example = await openExamplePipeline({
    overlay: `  cassandra: { username: ${reader}, password: '\${vault:secret/data/cassandra#password}' }
  postgresql: { username: '\${vault:secret/data/pg#username}', password: '\${vault:secret/data/pg#password}' }
  secrets: { vault: { address: '${vault.url}', auth: { token: '${vault.rootToken}' } } }
`,
  });
  role = `${example.keyspace}_writer`;
  await setCassandraPassword('first', 'CREATE');
  await setPassword('first', 'CREATE');
  expect(await run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(async () => {
  await run('undeploy', '--data', '--yes');
  await example.sql(`REASSIGN OWNED BY ${role} TO ${process.env.POSTGRES_USER}`);
  await example.sql(`DROP ROLE ${role}`);
  await example.close();
  await vault.close();
}, 60_000);

/** Left empty, so that the driver's configuration is delivered with the login of Cassandra. */
const withDelivered = ['--set', 'spec.source.nodes.node1.driverConfig=${env:NONE:-}'];
const run = (...argv: [string, ...string[]]) => example.run(...argv, ...withDelivered);

async function setPassword(password: string, verb: 'CREATE' | 'ALTER'): Promise<void> {
  await example.sql(`${verb} ROLE ${role} SUPERUSER LOGIN PASSWORD '${password}'`);
  await vault.root.write('secret/data/pg', { data: { username: role, password } });
}

/** Without TLS, Cassandra takes any login. */
async function setCassandraPassword(password: string, verb: 'CREATE' | 'ALTER'): Promise<void> {
  if (stackOfTests().cassandra.tls !== undefined) {
    await example.cql(`${verb} ROLE ${reader} WITH PASSWORD = '${password}' AND LOGIN = true AND SUPERUSER = true`);
  }
  await vault.root.write('secret/data/cassandra', { data: { password } });
}

async function dueFields(): Promise<{ exitCode: number; due: string[] }> {
  const { exitCode, ...checked } = await run('secrets', 'check', '-o', 'json');
  const { pipelines } = dataOf<{ pipelines: { secrets: SecretCheck[] }[] }>({ exitCode, ...checked });
  const due = pipelines[0]!.secrets.filter((secret) => secret.due !== null);
  return { exitCode, due: due.map(({ field }) => field) };
}

async function rotate(): Promise<string[]> {
  const rotation = await run('secrets', 'rotate', '-o', 'json');
  expect(rotation.exitCode).toBe(0);
  return dataOf<{ pipelines: RotationReport[] }>(rotation).pipelines[0]!.connectors;
}

const secretFile = (name: string) =>
  readFileSync(join(process.env.CDC_SECRETS_DIR!, `${example.name}.${name}`), 'utf8');

test('a password that was changed in Vault is due until the connectors have it', async () => {
  expect(await dueFields()).toEqual({ exitCode: 0, due: [] });
  expect(await rotate()).toEqual([]);

  await setPassword('second', 'ALTER');
  expect(await dueFields()).toEqual({ exitCode: 3, due: ['spec.postgresql.username', 'spec.postgresql.password'] });
  expect(await rotate()).toEqual([`${example.name}-sink-users`, `${example.name}-sink-orders`]);
  expect(loginIn(secretFile('properties'))).toEqual({ username: role, password: 'second' });

  await setCassandraPassword('other', 'ALTER');
  expect(await dueFields()).toEqual({ exitCode: 3, due: ['spec.cassandra.password'] });
  expect(await rotate()).toEqual([`${example.name}-source-node1`]);
  expect(secretFile('driver.conf')).toContain('password = "other"');

  expect(await dueFields()).toEqual({ exitCode: 0, due: [] });
  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (00000000-0000-4000-8000-000000000003, 'c')");
  expect((await run('verify', '--max-wait', '20s')).exitCode).toBe(0);
}, 120_000);

test('deploy delivers it, too, and restarts those who read it', async () => {
  await setPassword('third', 'ALTER');
  const { exitCode, stdout } = await run('deploy', '--wait');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/secrets +update +file .*properties/);
  expect(stdout).toMatch(/connect +restart +connector .*-sink-users +its secrets have changed/);
  expect(await dueFields()).toEqual({ exitCode: 0, due: [] });
}, 60_000);

test('the watcher brings what was changed in Vault to the connectors', async () => {
  const watcher = startWatcher([...example.files, ...withDelivered]);
  await watcher.said('watching');
  await setPassword('fourth', 'ALTER');
  await watcher.said('rotating, the connectors do not have the values of Vault yet');
  await watcher.said(`${example.name}-sink-orders — works with its new secrets`);
  expect(loginIn(secretFile('properties')).password).toBe('fourth');
  const said = watcher.lines();
  await watcher.stop();
  expect(JSON.stringify(said)).not.toContain('fourth');
  expect(await dueFields()).toEqual({ exitCode: 0, due: [] });
}, 120_000);

test('with delivery inline, deploy warns who can see the password', async () => {
  const { stderr } = await run('deploy', '--dry-run', '--set', 'spec.secrets.delivery=inline');
  expect(stderr).toContain("delivery is inline: everyone who may use Connect's REST API");
});
