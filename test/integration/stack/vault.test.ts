import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { VaultClient } from '../../../src/clients/vault.js';
import { ensureArtifacts } from '../../../src/stack/cache/artifact-cache.js';
import { cacheDirectory } from '../../../src/stack/cache/location.js';
import { stackPaths } from '../../../src/stack/directory.js';
import { type ProgressEvent } from '../../../src/progress.js';
import { filesBelow } from '../../support/files-below.js';
import { stackDirectory } from '../../support/services.js';
import { postgresOfStack } from '../../support/stack.js';
import { vaultOfStack } from '../../support/vault.js';

let vault: VaultClient;

beforeEach(async () => {
  vault = await VaultClient.login(vaultOfStack());
});
afterEach(() => vault.close());

test('what `env` exports reads the secrets of the example pipeline', async () => {
  const { data } = await vault.read('secret/data/cdc/postgresql');
  expect(data.data).toEqual({ username: process.env.POSTGRES_USER, password: process.env.POSTGRES_PASSWORD });
});

test.each([
  'secret/data/other',
  'database/config/postgresql',
  'database/creds/other',
  'sys/mounts',
  'sys/policies/acl/cdcctl',
  'auth/approle/role/cdcctl/role-id',
  'auth/token/accessors',
])('and not %s', async (path) => {
  await expect(vault.read(path)).rejects.toMatchObject({ kind: 'unauthorised', status: 403 });
});

test('it revokes only leases of its own role', async () => {
  await expect(vault.revokeLease('auth/token/create/x')).rejects.toMatchObject({ status: 403 });
});

test('what a login of the database makes belongs to a role that stays', async () => {
  const { data, leaseId } = await vault.read('database/creds/postgresql-writer');
  const login = await connect(data);
  await login.query('CREATE SCHEMA left_behind CREATE TABLE t (n integer)');
  await login.query('CREATE FUNCTION left_behind.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$');
  const ended = new Promise((resolve) => login.once('end', resolve));
  await vault.revokeLease(leaseId);
  // A session that is open is ended, too.
  await ended;
  await expect(connect(data)).rejects.toMatchObject({ code: '28P01' });
  const next = await connect((await vault.read('database/creds/postgresql-writer')).data);
  try {
    const { rows } = await next.query(
      `SELECT DISTINCT owner::regrole::text FROM (
         SELECT relowner AS owner FROM pg_class WHERE relnamespace = 'left_behind'::regnamespace
         UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'left_behind'::regnamespace
         UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'left_behind') AS objects`,
    );
    expect(rows).toEqual([{ owner: 'warehouse_writer' }]);
    // Not an owner in name only: who comes next can replace and remove them.
    await next.query('CREATE OR REPLACE FUNCTION left_behind.f() RETURNS integer LANGUAGE sql AS $$ SELECT 2 $$');
    await next.query('DROP SCHEMA left_behind CASCADE');
  } finally {
    await next.end();
  }
});

test('no token is in any file of the stack', () => {
  const { config, environment, state, logs } = stackPaths(stackDirectory);
  const files = [environment, state, ...[config, logs].flatMap(filesBelow)];
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expect(readFileSync(file, 'utf8')).not.toMatch(/(?<![.\w])(hvs|s)\.[A-Za-z0-9]{20,}/);
});

test('without pip the stack goes without Vault, and says how to get it', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'cdcctl-cache-'));
  const full = cacheDirectory({ env: process.env, userId: process.geteuid!() });
  for (const name of readdirSync(full))
    if (!name.startsWith('openbao')) symlinkSync(join(full, name), join(cache, name));
  const { PATH } = process.env;
  process.env.PATH = cache;
  const events: ProgressEvent[] = [];
  try {
    const directories = await ensureArtifacts({ cacheDirectory: cache, onProgress: (event) => events.push(event) });
    expect(directories.vault).toBeUndefined();
    expect(directories.connect).toContain('kafka-connect');
  } finally {
    process.env.PATH = PATH;
    rmSync(cache, { recursive: true });
  }
  expect(events.at(-1)).toMatchObject({
    status: 'note',
    detail: 'the stack goes without Vault: apt-get install python3-pip',
  });
});

async function connect({ username, password }: Record<string, unknown>): Promise<pg.Client> {
  const client = new pg.Client({ ...postgresOfStack(), user: String(username), password: String(password) });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
