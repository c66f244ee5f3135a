import { writeAtomically } from '../atomic-file.js';
import { credentialFile, readCredential } from './credentials.js';
import { findStackDirectory, type StackPaths, stackPaths, type StackSearch } from './directory.js';
import { renderExports } from './exports.js';
import { cassandraConfigFile, cassandraDriverConfigFile } from './native/cassandra.js';
import { offsetDirectory, relocationDirectory } from './native/connect.js';
import { vaultRoleId } from './native/vault.js';
import { addressOf, databaseName, databaseUser, localDataCenter, type StackPorts } from './services.js';
import { readState } from './state.js';

/**
 * The addresses and credentials of the local stack that belongs to a directory, by the names that pipelines refer to;
 * undefined when neither the directory nor one above it has a stack.
 */
export function localStackEnvironment(cwd: string): Promise<Record<string, string> | undefined> {
  return findStackEnvironment({ cwd });
}

export async function findStackEnvironment(search: StackSearch): Promise<Record<string, string> | undefined> {
  const directory = findStackDirectory(search);
  if (directory === undefined) return undefined;
  const paths = stackPaths(directory);
  const state = readState(paths);
  return Promise.resolve(state === undefined ? undefined : stackEnvironment(paths, state.ports));
}

export function stackEnvironment(paths: StackPaths, ports: StackPorts): Record<string, string> {
  const password = readCredential(paths, 'postgresql-password');
  return {
    CASSANDRA_CONTACT_POINTS: addressOf('cassandra', ports),
    CASSANDRA_LOCAL_DC: localDataCenter,
    CASSANDRA_CONFIG: cassandraConfigFile(paths),
    CASSANDRA_DRIVER_CONFIG: cassandraDriverConfigFile(paths),
    CDC_RELOCATION_DIR: relocationDirectory(paths),
    CDC_OFFSET_DIR: offsetDirectory(paths),
    CDC_HEALTH_PORT: String(ports['source-health']),
    CDC_SECRETS_DIR: paths.secrets,
    KAFKA_BOOTSTRAP_SERVERS: addressOf('kafka', ports),
    CONNECT_URL: `http://${addressOf('connect', ports)}`,
    SCHEMA_REGISTRY_URL: `http://${addressOf('registry', ports)}/apis/ccompat/v7`,
    DATABASE_URL: `postgresql://${databaseUser}:${encodeURIComponent(password)}@${addressOf('postgresql', ports)}/${databaseName}`,
    POSTGRES_HOST: '127.0.0.1',
    POSTGRES_PORT: String(ports.postgresql),
    POSTGRES_DB: databaseName,
    POSTGRES_USER: databaseUser,
    POSTGRES_PASSWORD: password,
    VAULT_ADDR: `http://${addressOf('vault', ports)}`,
    VAULT_ROLE_ID: vaultRoleId,
    VAULT_SECRET_ID_FILE: credentialFile(paths, 'vault-secret-id'),
  };
}

export function writeEnvironmentFile(paths: StackPaths, ports: StackPorts): void {
  writeAtomically({ file: paths.environment, content: renderExports(stackEnvironment(paths, ports)), mode: 0o600 });
}
