import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loginIn } from '../../../src/render/secrets.js';
import { waitFor } from '../../../src/wait.js';
import { type DevVault, startDevVault } from '../../support/dev-vault.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackDirectory } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';
import { startWatcher } from './watcher.js';

let vault: DevVault;
let example: ExamplePipeline;

/** Logins of this Vault live so shortly that a rotation is due every 20 seconds. */
beforeAll(async () => {
  vault = await startDevVault();
  const { host, port, database, tls } = stackOfTests().postgresql;
  const ssl = tls === undefined ? 'sslmode=disable' : `sslmode=verify-full&sslrootcert=${tls.caFile}`;
  await vault.root.write('sys/mounts/database', { type: 'database' });
  await vault.root.write('database/config/postgresql', {
    plugin_name: 'postgresql-database-plugin',
    allowed_roles: ['writer'],
    connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database}?${ssl}`,
    username: 'vault',
    password: readFileSync(join(stackDirectory, '.cdcctl/config/vault-postgresql-password'), 'utf8'),
  });
  await vault.root.write('database/roles/writer', {
    db_name: 'postgresql',
    default_ttl: '40s',
    max_ttl: '40s',
    creation_statements: [
      `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' IN ROLE warehouse_writer`,
      `ALTER ROLE "{{name}}" SET role = 'warehouse_writer'`,
    ],
    revocation_statements: [
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`,
      `DROP ROLE IF EXISTS "{{name}}"`,
    ],
  });
  example = await openExamplePipeline({
    overlay: `  postgresql: { username: '\${vault-db:writer#username}', password: '\${vault-db:writer#password}' }
  secrets: { vault: { address: '${vault.url}', auth: { token: '${vault.rootToken}' } } }
`,
  });
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(async () => {
  await example.close();
  await vault.close();
}, 60_000);

function currentUser(): string {
  return loginIn(readFileSync(join(process.env.CDC_SECRETS_DIR!, `${example.name}.properties`), 'utf8')).username;
}

async function untilRotated(from: string): Promise<string> {
  return waitFor({ what: `another login than ${from}`, timeoutMs: 60_000 }, () =>
    Promise.resolve(currentUser() === from ? undefined : currentUser()),
  );
}

test('the watcher rotates in time, one at a time, also after Vault was sealed', async () => {
  const first = currentUser();
  const active = startWatcher(example.files);
  await active.said('watching');
  const standby = startWatcher(example.files);
  await standby.said('another process watches');

  const second = await untilRotated(first);
  await active.said(`login ${first} — ended`);
  expect(standby.lines().map(({ message }) => message)).not.toContain(`${example.name}: rotating`);

  await vault.seal();
  try {
    await active.said('Vault is sealed; trying again');
  } finally {
    await vault.unseal();
  }
  await untilRotated(second);

  // Who waits takes over.
  const ended = await active.stop();
  expect(ended.exitCode).toBe(130);
  expect(ended.stdout).toBe('');
  await standby.said('watching');
  const third = currentUser();
  await untilRotated(third);
  await standby.stop();

  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (00000000-0000-4000-8000-000000000002, 'b')");
  expect((await example.verify()).exitCode).toBe(0);
}, 300_000);
