import { writeAtomically } from '../atomic-file.js';
import { credentialFile, readCredential } from './credentials.js';
import { composeNode } from './compose/project.js';
import { findStackDirectory, type StackPaths, stackPaths, type StackSearch } from './directory.js';
import { renderExports } from './exports.js';
import { cassandraConfigFile, cassandraDriverConfigFile } from './native/cassandra.js';
import { offsetDirectory, relocationDirectory } from './native/connect.js';
import { vaultRoleId } from './native/vault.js';
import { addressOf, databaseName, databaseUser, localDataCenter, loginName } from './services.js';
import { readState, type StackState } from './state.js';
import { caFile, identityFile, keystoreFile, truststoreFile } from './tls/files.js';

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
  return Promise.resolve(state === undefined ? undefined : stackEnvironment(paths, state));
}

export function stackEnvironment(
  paths: StackPaths,
  state: Pick<StackState, 'runtime' | 'ports' | 'tls' | 'observability'>,
): Record<string, string> {
  const { ports, tls = false } = state;
  const scheme = tls ? 'https' : 'http';
  const password = readCredential(paths, 'postgresql-password');
  return {
    CASSANDRA_CONTACT_POINTS: addressOf('cassandra', ports),
    CASSANDRA_LOCAL_DC: localDataCenter,
    ...(state.runtime === 'compose' ? composeNode : nativeNode(paths)),
    CDC_HEALTH_PORT: String(ports['source-health']),
    CDC_SECRETS_DIR: paths.secrets,
    KAFKA_BOOTSTRAP_SERVERS: addressOf('kafka', ports),
    CONNECT_URL: `${scheme}://${addressOf('connect', ports)}`,
    SCHEMA_REGISTRY_URL: `${scheme}://${addressOf('registry', ports)}/apis/ccompat/v7`,
    DATABASE_URL: `postgresql://${databaseUser}:${encodeURIComponent(password)}@${addressOf('postgresql', ports)}/${databaseName}${tls ? `?sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile(paths))}` : ''}`,
    POSTGRES_HOST: '127.0.0.1',
    POSTGRES_PORT: String(ports.postgresql),
    POSTGRES_DB: databaseName,
    POSTGRES_USER: databaseUser,
    POSTGRES_PASSWORD: password,
    VAULT_ADDR: `${scheme}://${addressOf('vault', ports)}`,
    VAULT_ROLE_ID: vaultRoleId,
    VAULT_SECRET_ID_FILE: credentialFile(paths, 'vault-secret-id'),
    ...(tls ? tlsEnvironment(paths) : {}),
    ...(state.observability === true
      ? {
          PROMETHEUS_URL: `http://${addressOf('prometheus', ports)}`,
          ALERTMANAGER_URL: `http://${addressOf('alertmanager', ports)}`,
          JAEGER_URL: `http://${addressOf('jaeger', ports)}`,
          JAEGER_OTLP_URL: `http://127.0.0.1:${ports['jaeger-otlp']}`,
          CDC_METRICS_URL: `http://${addressOf('metrics', ports)}`,
          ...(state.runtime === 'compose' ? { GRAFANA_URL: `http://127.0.0.1:${ports.grafana}` } : {}),
        }
      : {}),
  };
}

function nativeNode(paths: StackPaths): typeof composeNode {
  return {
    CASSANDRA_CONFIG: cassandraConfigFile(paths),
    CASSANDRA_DRIVER_CONFIG: cassandraDriverConfigFile(paths),
    CDC_RELOCATION_DIR: relocationDirectory(paths),
    CDC_OFFSET_DIR: offsetDirectory(paths),
  };
}

function tlsEnvironment(paths: StackPaths): Record<string, string> {
  return {
    CDC_TLS_CA_FILE: caFile(paths),
    CDC_TLS_FILE: identityFile(paths, 'cdcctl'),
    CDC_TRUSTSTORE_FILE: truststoreFile(paths),
    CDC_KEYSTORE_FILE: keystoreFile(paths),
    CDC_STORE_PASSWORD: readCredential(paths, 'store-password'),
    CASSANDRA_USER: loginName,
    CASSANDRA_PASSWORD: readCredential(paths, 'cassandra-password'),
    KAFKA_USER: loginName,
    KAFKA_PASSWORD: readCredential(paths, 'kafka-password'),
    VAULT_CACERT: caFile(paths),
  };
}

export function writeEnvironmentFile(paths: StackPaths, state: StackState): void {
  writeAtomically({ file: paths.environment, content: renderExports(stackEnvironment(paths, state)), mode: 0o600 });
}
