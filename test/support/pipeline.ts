import { stackOfTests } from './stack.js';
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
  const stack = stackOfTests();
  return {
    name: keyspace.replaceAll('_', '-'),
    cassandra: {
      ...stack.cassandra,
      localDataCenter: env.CASSANDRA_LOCAL_DC ?? '',
      keyspace,
    },
    source: { mode: 'connect', topicPrefix: 'cdc', nodes: [], snapshot: 'cdcctl', connector: {} },
    kafka: {
      ...stack.kafka,
      topics: { name: `${keyspace}-{table}`, partitions: 1, replicationFactor: 1 },
    },
    schemaRegistry: { ...stack.registry, provider: 'apicurio', compatibility: 'FULL' },
    connect: stack.connect,
    postgresql: {
      ...stack.postgresql,
      schema: keyspace,
    },
    sink: { plugin: 'debezium', connector: {} },
    deadLetters: { topic: 'dlq-events', retention: '14d' },
    secrets: { delivery: 'file', directory: env.CDC_SECRETS_DIR ?? '' },
    tables,
  };
}
