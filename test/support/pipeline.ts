import { type Pipeline, type TableSettings } from '../../src/pipeline/pipeline.js';

export function tableSettings(name: string, settings: Partial<TableSettings> = {}): TableSettings {
  return {
    name,
    target: name,
    columns: { exclude: [], rename: {}, type: {} },
    sink: { batchSize: 2000, connector: {} },
    ...settings,
  };
}

/** A resolved pipeline of the stack that the tests run on. */
export function testPipeline(keyspace: string, tables: TableSettings[]): Pipeline {
  const { env } = process;
  return {
    name: keyspace.replaceAll('_', '-'),
    cassandra: {
      contactPoints: [env.CASSANDRA_CONTACT_POINTS ?? ''],
      localDataCenter: env.CASSANDRA_LOCAL_DC ?? '',
      keyspace,
    },
    source: { mode: 'connect', topicPrefix: 'cdc', nodes: [], snapshot: 'cdcctl', connector: {} },
    kafka: {
      bootstrapServers: [env.KAFKA_BOOTSTRAP_SERVERS ?? ''],
      topics: { name: `${keyspace}-{table}`, partitions: 1, replicationFactor: 1 },
    },
    schemaRegistry: { url: env.SCHEMA_REGISTRY_URL ?? '', provider: 'apicurio', compatibility: 'FULL' },
    connect: { url: env.CONNECT_URL ?? '' },
    postgresql: {
      host: env.POSTGRES_HOST ?? '',
      port: Number(env.POSTGRES_PORT),
      database: env.POSTGRES_DB ?? '',
      schema: keyspace,
      username: env.POSTGRES_USER ?? '',
      password: env.POSTGRES_PASSWORD ?? '',
    },
    sink: { connector: {} },
    deadLetters: { topic: 'dlq-events', retention: '14d' },
    secrets: { delivery: 'file', directory: env.CDC_SECRETS_DIR ?? '' },
    tables,
  };
}
