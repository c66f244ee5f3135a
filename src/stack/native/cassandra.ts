import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type StackPaths } from '../directory.js';
import { type StackPorts } from '../services.js';
import { classPath, cleanEnvironment, commonFlags } from './jvm.js';
import { type NativeService } from './native-service.js';
import { readJvmOptions, renderTemplate } from './template.js';

export function cassandraConfigFile(paths: StackPaths): string {
  return join(paths.config, 'cassandra.yaml');
}

/** The driver of the source connector reads its contact points from this file. */
export function cassandraDriverConfigFile(paths: StackPaths): string {
  return join(paths.config, 'cassandra-driver.conf');
}

export function renderDriverConfig(ports: StackPorts): string {
  return renderTemplate('cassandra-driver.conf', { port: ports.cassandra });
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
    const { paths, ports, artifacts, dataDirectory } = context;
    const config = cassandraConfigFile(paths);
    const logback = join(paths.config, 'cassandra-logback.xml');
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
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
        '-cp',
        classPath(artifacts.cassandra),
        'org.apache.cassandra.service.CassandraDaemon',
      ],
      env: cleanEnvironment(context),
      files: {
        [config]: renderTemplate('cassandra.yaml', {
          data: dataDirectory,
          port: ports.cassandra,
          storagePort: ports['cassandra-storage'],
          sslStoragePort: ports['cassandra-storage'] === 65_535 ? 65_534 : ports['cassandra-storage'] + 1,
        }),
        [cassandraDriverConfigFile(paths)]: renderDriverConfig(ports),
        [logback]: renderTemplate('cassandra-logback.xml'),
      },
    };
  },
  prepare: async ({ dataDirectory }) => {
    await mkdir(join(dataDirectory, 'cdc_raw'), { recursive: true });
  },
};
