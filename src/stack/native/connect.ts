import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCredential } from '../credentials.js';
import { type StackPaths } from '../directory.js';
import { loginName } from '../services.js';
import { caFile, keystoreFile, truststoreFile } from '../tls/files.js';
import { cassandraDriverConfigFile, cassandraOnJava17, renderDriverConfig } from './cassandra.js';
import { fingerprint } from './fingerprint.js';
import { jmxExporter } from './jmx.js';
import { classPath, cleanEnvironment, commonFlags } from './jvm.js';
import { type NativeContext, type NativeService } from './native-service.js';
import { renderTemplate } from './template.js';
import { traceAgent } from './trace-agent.js';

/** Where the source connector moves commit log segments that it has read. */
export function relocationDirectory(paths: StackPaths): string {
  return join(paths.data, 'connect', 'relocation');
}

/** Where the source connector keeps the offsets that do not live in Connect. */
export function offsetDirectory(paths: StackPaths): string {
  return join(paths.data, 'connect', 'offsets');
}

export const connect: NativeService = {
  programs: ['java'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, artifacts, tls } = context;
    const config = join(paths.config, 'connect.properties');
    const log4j = join(paths.config, 'connect-log4j.properties');
    const jmx = jmxExporter(context, 'connect');
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
        ...jmx.args,
        ...traceAgent(context, 'kafka-connect'),
        '-Xms256m',
        '-Xmx768m',
        '-XX:+UseParallelGC',
        ...cassandraOnJava17(),
        `-Dlog4j.configuration=file:${log4j}`,
        // The source opens the node's schema with Cassandra's own classes, which want a place for what they write.
        `-Dcassandra.storagedir=${join(paths.data, 'connect', 'cassandra')}`,
        '-cp',
        classPath(artifacts.connect),
        'org.apache.kafka.connect.cli.ConnectDistributed',
        config,
      ],
      env: { ...cleanEnvironment(context), ...connectorSecrets(context.env) },
      files: {
        ...jmx.files,
        [config]: renderTemplate('connect.properties', {
          host: '127.0.0.1',
          port: ports.connect,
          scheme: tls ? 'https' : 'http',
          security: tls ? security(paths) : '',
          kafkaPort: ports.kafka,
          secrets: paths.secrets,
          pluginPath: [artifacts.cassandraSource, artifacts.jdbcSink, artifacts.avroConverter].join(','),
        }),
        [log4j]: renderTemplate('connect-log4j.properties'),
        [cassandraDriverConfigFile(paths)]: renderDriverConfig(context),
      },
      ...fingerprint(context, 'connect'),
    };
  },
  prepare: makeDirectories,
};

/** The worker and the clients of its connectors each have settings of their own. */
function security(paths: StackPaths): string {
  const password = readCredential(paths, 'kafka-password');
  const clients = ['', 'producer.', 'consumer.', 'admin.'].map((prefix) =>
    renderTemplate('connect-kafka-tls.properties', { prefix, ca: caFile(paths), username: loginName, password }),
  );
  const listener = renderTemplate('connect-listener-tls.properties', {
    keystore: keystoreFile(paths),
    truststore: truststoreFile(paths),
    password: readCredential(paths, 'store-password'),
  });
  return [...clients, listener].join('');
}

/** What connector configurations may refer to as `${env:NAME}`. */
function connectorSecrets(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => /^(CDC|CDCCTL|SINK)_/.test(name) && value !== undefined),
  ) as Record<string, string>;
}

async function makeDirectories({ paths }: NativeContext): Promise<void> {
  for (const directory of [
    relocationDirectory(paths),
    offsetDirectory(paths),
    join(dirname(offsetDirectory(paths)), 'cassandra'),
  ]) {
    await mkdir(directory, { recursive: true });
  }
}
