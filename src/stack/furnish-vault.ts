import { type Client } from 'pg';
import { HttpError } from '../clients/http.js';
import { type PostgresAddress, withPostgres } from '../clients/postgres.js';
import { VaultClient } from '../clients/vault.js';
import { literalSql } from '../tables/names.js';
import { readCredential } from './credentials.js';
import { type StackPaths } from './directory.js';
import { vaultSetupRoleId } from './native/vault.js';

/** Owns what the logins that Vault makes create, and stays when they go. */
const ownerRole = 'warehouse_writer';
/** By which Vault makes logins and ends them. */
const vaultUser = 'vault';

/** What Vault is to serve: the logins of the example pipeline. Nothing else can be changed with the login used here. */
export async function furnishVault(environment: Record<string, string>, paths: StackPaths): Promise<void> {
  const database = {
    host: environment.POSTGRES_HOST ?? '',
    port: Number(environment.POSTGRES_PORT),
    database: environment.POSTGRES_DB ?? '',
    username: environment.POSTGRES_USER ?? '',
    password: environment.POSTGRES_PASSWORD ?? '',
  };
  const vaultPassword = readCredential(paths, 'vault-postgresql-password');
  await withPostgres(database, (client) => createRoles(client, { database: database.database, vaultPassword }));
  const vault = await VaultClient.login({
    url: environment.VAULT_ADDR ?? '',
    auth: {
      method: 'appRole',
      mount: 'approle',
      roleId: vaultSetupRoleId,
      secretId: readCredential(paths, 'vault-setup-secret-id'),
    },
  });
  try {
    await writeSecrets(vault, database);
    await configureDatabase(vault, database, vaultPassword);
  } finally {
    await vault.close();
  }
}

async function createRoles(client: Client, options: { database: string; vaultPassword: string }): Promise<void> {
  for (const role of [`${ownerRole} NOLOGIN`, `${vaultUser} LOGIN CREATEROLE`]) {
    await client.query(`DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
  }
  await client.query(`ALTER ROLE ${vaultUser} PASSWORD ${literalSql(options.vaultPassword)}`);
  await client.query(`GRANT CONNECT, CREATE ON DATABASE ${options.database} TO ${ownerRole}`);
  // It may make others members of the owner, and cannot act as the owner itself.
  await client.query(`GRANT ${ownerRole} TO ${vaultUser} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
  await client.query(`GRANT pg_signal_backend TO ${vaultUser}`);
}

/** Cassandra asks for no login here, and takes any. */
async function writeSecrets(vault: VaultClient, { username, password }: PostgresAddress): Promise<void> {
  await writeUnlessThere(vault, 'secret/data/cdc/postgresql', { username, password });
  await writeUnlessThere(vault, 'secret/data/cdc/cassandra', { username: 'cassandra', password: 'cassandra' });
}

async function writeUnlessThere(vault: VaultClient, path: string, data: Record<string, string>): Promise<void> {
  try {
    await vault.write(path, { data, options: { cas: 0 } });
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 400) throw error;
  }
}

async function configureDatabase(vault: VaultClient, database: PostgresAddress, vaultPassword: string): Promise<void> {
  const { host, port } = database;
  await vault.write('database/config/postgresql', {
    plugin_name: 'postgresql-database-plugin',
    allowed_roles: ['postgresql-writer'],
    connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database.database}?sslmode=disable`,
    username: vaultUser,
    password: vaultPassword,
  });
  await vault.write('database/roles/postgresql-writer', {
    db_name: 'postgresql',
    default_ttl: '24h',
    max_ttl: '24h',
    creation_statements: [
      `CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE ${ownerRole}`,
      // All that it makes belongs to the owner: nothing depends on the login when it is dropped.
      `ALTER ROLE "{{name}}" SET role = '${ownerRole}'`,
    ],
    revocation_statements: [
      `ALTER ROLE "{{name}}" NOLOGIN`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}'`,
      `DROP ROLE IF EXISTS "{{name}}"`,
    ],
  });
}
