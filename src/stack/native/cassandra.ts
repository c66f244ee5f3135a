import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CassandraAddress, literalCql, withCassandra } from '../../clients/cassandra.js';
import { OperatorError } from '../../errors.js';
import { readCredential } from '../credentials.js';
import { type StackPaths } from '../directory.js';
import { firstLogin } from '../readiness/cassandra.js';
import { loginName } from '../services.js';
import { caFile, identityFile, keystoreFile, truststoreFile } from '../tls/files.js';
import { fingerprint } from './fingerprint.js';
import { jmxExporter } from './jmx.js';
import { classPath, cleanEnvironment, commonFlags } from './jvm.js';
import { type NativeContext, type NativeService } from './native-service.js';
import { readJvmOptions, renderTemplate } from './template.js';

export function cassandraConfigFile(paths: StackPaths): string {
  return join(paths.config, 'cassandra.yaml');
}

/** The driver of the source connector reads its contact points from this file. */
export function cassandraDriverConfigFile(paths: StackPaths): string {
  return join(paths.config, 'cassandra-driver.conf');
}

export function renderDriverConfig({ paths, ports, tls }: NativeContext): string {
  return renderTemplate('cassandra-driver.conf', { port: ports.cassandra, security: tls ? driverSecurity(paths) : '' });
}

function driverSecurity(paths: StackPaths): string {
  return renderTemplate('cassandra-driver-tls.conf', {
    username: loginName,
    password: readCredential(paths, 'cassandra-password'),
    truststore: truststoreFile(paths),
    keystore: keystoreFile(paths),
    storePassword: readCredential(paths, 'store-password'),
  });
}

/** Flags that Cassandra's classes need on Java 17, in the node and in the Connect worker that reads its logs. */
export const cassandraOnJava17 = (): string[] => [
  ...readJvmOptions('cassandra-jvm17.options'),
  '-Djava.security.manager=allow',
];

export const cassandra: NativeService = {
  programs: ['java'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, artifacts, dataDirectory } = context;
    const config = cassandraConfigFile(paths);
    const logback = join(paths.config, 'cassandra-logback.xml');
    const jmx = jmxExporter(context, 'cassandra');
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
        ...jmx.args,
        '-Xms512m',
        '-Xmx1g',
        '-XX:MaxDirectMemorySize=256m',
        '-XX:+UseParallelGC',
        '-Xss256k',
        ...cassandraOnJava17(),
        `-javaagent:${join(artifacts.cassandra, 'jamm-0.3.2.jar')}`,
        `-Dcassandra.config=file://${config}`,
        `-Dcassandra.storagedir=${dataDirectory}`,
        `-Dcassandra.logdir=${paths.logs}`,
        `-Dlogback.configurationFile=${logback}`,
        '-Dcassandra-foreground=yes',
        // One node has nobody to wait for.
        '-Dcassandra.skip_wait_for_gossip_to_settle=0',
        '-Dcassandra.ring_delay_ms=0',
        '-Dcassandra.load_ring_state=false',
        // The first login is there when the node is.
        '-Dcassandra.superuser_setup_delay_ms=0',
        '-cp',
        classPath(artifacts.cassandra),
        'org.apache.cassandra.service.CassandraDaemon',
      ],
      env: cleanEnvironment(context),
      files: {
        ...jmx.files,
        [config]: renderConfig(context),
        [cassandraDriverConfigFile(paths)]: renderDriverConfig(context),
        [logback]: renderTemplate('cassandra-logback.xml'),
      },
      ...fingerprint(context, 'cassandra'),
    };
  },
  prepare: async ({ dataDirectory }) => {
    await mkdir(join(dataDirectory, 'cdc_raw'), { recursive: true });
  },
  complete: async ({ addresses: { cassandra: address }, tls }) => {
    if (tls) await ensureLogin(address);
  },
};

function renderConfig({ paths, ports, dataDirectory, tls }: NativeContext): string {
  const storagePort = ports['cassandra-storage'];
  const config = renderTemplate('cassandra.yaml', {
    data: dataDirectory,
    rpcAddress: '127.0.0.1',
    port: ports.cassandra,
    storagePort,
    sslStoragePort: storagePort === 65_535 ? 65_534 : storagePort + 1,
    authenticator: tls ? 'PasswordAuthenticator' : 'AllowAllAuthenticator',
    authorizer: tls ? 'CassandraAuthorizer' : 'AllowAllAuthorizer',
  });
  if (!tls) return config;
  const files = { keystore: identityFile(paths, 'cassandra'), truststore: caFile(paths) };
  return config + renderTemplate('cassandra-tls.yaml', files);
}

/** Makes the login of the stack's clients by the one that every new node has, and closes that. */
async function ensureLogin(address: CassandraAddress): Promise<void> {
  const isThere = await withCassandra(address, () => Promise.resolve(true)).catch((error: unknown) => {
    if (error instanceof OperatorError && error.kind === 'unauthorised') return false;
    throw error;
  });
  if (!isThere) {
    await withCassandra({ ...address, ...firstLogin }, async (client) => {
      const role = `${loginName} WITH PASSWORD = ${literalCql(address.password ?? '')}`;
      await client.execute(`CREATE ROLE IF NOT EXISTS ${role} AND LOGIN = true AND SUPERUSER = true`);
    });
  }
  await withCassandra(address, (client) => client.execute(`ALTER ROLE ${firstLogin.username} WITH LOGIN = false`));
}
