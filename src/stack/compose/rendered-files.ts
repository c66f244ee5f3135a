import { renderTemplate } from '../native/template.js';

/** Where Cassandra's image keeps its data. */
const cassandraData = '/var/lib/cassandra';

/**
 * The files of compose/generated, by name: the configuration of the native stack for the images. What listens for
 * clients listens on all addresses of the network of the containers; its ports are published on 127.0.0.1.
 */
export function renderComposeFiles(): Record<string, string> {
  return {
    'cassandra.yaml': renderTemplate('cassandra.yaml', {
      data: cassandraData,
      rpcAddress: '0.0.0.0',
      // compose.yaml sets the port of clients on the command line.
      port: 9042,
      storagePort: 7000,
      sslStoragePort: 7001,
      authenticator: 'AllowAllAuthenticator',
      authorizer: 'AllowAllAuthorizer',
    }),
    // HOCON joins strings and variables that stand side by side.
    'driver.conf': renderTemplate('cassandra-driver.conf', { port: '"${CASSANDRA_PORT}"', security: '' }),
    'connect.properties': renderTemplate('connect.properties', {
      host: '0.0.0.0',
      port: '${env:CDC_CONNECT_PORT}',
      scheme: 'http',
      security: '',
      kafkaPort: '${env:CDC_KAFKA_PORT}',
      secrets: '${env:CDC_SECRETS_DIR}',
      pluginPath: ['cassandraSource', 'jdbcSink', 'avroConverter'].map((set) => `/opt/kafka-connect/${set}`).join(','),
    }),
    'prometheus.yaml': renderTemplate('prometheus.yaml', {
      rules: '/etc/prometheus/alerts.yaml',
      alertmanagers: JSON.stringify(['127.0.0.1:9094']),
      metrics: 9464,
      jvms: JSON.stringify(
        Object.entries({ cassandra: 7071, kafka: 7072, connect: 7073 }).map(([service, port]) => ({
          targets: [`127.0.0.1:${port}`],
          labels: { service },
        })),
      ),
    }),
  };
}
