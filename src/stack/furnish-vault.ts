import { type Client } from 'pg';
import { HttpError } from '../clients/http.js';
import { type PostgresAddress, withPostgres } from '../clients/postgres.js';
import { type VaultClient } from '../clients/vault.js';
import { literalSql } from '../tables/names.js';
import { type StackAddresses } from './addresses.js';
import { type CredentialDirectory, readCredential } from './credentials.js';
import { loginName } from './services.js';
import { withVaultSetup } from './vault-setup.js';

/** Owns what the logins that Vault makes create, and stays when they go. */
const ownerRole = 'warehouse_writer';
/** By which Vault makes logins and ends them. */
const vaultUser = 'vault';

/** What Vault is to serve: the logins of the example pipeline. Nothing else can be changed with the login used here. */
export async function furnishVault(
  { postgresql: database, vault: address }: StackAddresses,
  paths: CredentialDirectory,
): Promise<void> {
  const vaultPassword = readCredential(paths, 'vault-postgresql-password');
  await withPostgres(database, (client) => createRoles(client, { database: database.database, vaultPassword }));
  await withVaultSetup(address, paths, async (vault) => {
    await writeSecrets(vault, database, readCredential(paths, 'cassandra-password'));
    await configureDatabase(vault, database, vaultPassword);
  });
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

async function writeSecrets(
  vault: VaultClient,
  { username, password }: PostgresAddress,
  cassandraPassword: string,
): Promise<void> {
  await writeUnlessThere(vault, 'secret/data/cdc/postgresql', { username, password });
  // Without TLS, Cassandra asks for no login, and takes any.
  const login = { username: loginName, password: cassandraPassword };
  await writeUnlessThere(vault, 'secret/data/cdc/cassandra', login);
}

function sslParameters({ tls }: PostgresAddress): string {
  return tls?.caFile === undefined ? 'sslmode=disable' : `sslmode=verify-full&sslrootcert=${tls.caFile}`;
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
    connection_url: `postgresql://{{username}}:{{password}}@${host}:${port}/${database.database}?${sslParameters(database)}`,
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
