import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { replicateTable, type ReplicatedTable } from '../../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf } from '../../support/table-spec.js';
import { benchColumns, keyName } from './columns.js';

export const tableName = 'bench';

/** Write time of all cells on both sides, in microseconds. */
export const writtenAtUs = Date.parse('2026-01-01T00:00:00Z') * 1000;

const settings = tableSettings(tableName);

/** The pipeline whose sides are compared, on the stack of the environment. */
export function benchPipeline(name: string): Pipeline {
  const pipeline = testPipeline(name, [settings]);
  return { ...pipeline, postgresql: { ...pipeline.postgresql, database: name } };
}

export function benchTable(pipeline: Pipeline): ReplicatedTable {
  const regulars = benchColumns.filter(({ name }) => name !== keyName).map(({ name, cql }) => [name, cql]);
  const spec = {
    keyspace: pipeline.cassandra.keyspace,
    name: tableName,
    partitionKey: { [keyName]: 'uuid' },
    regulars: Object.fromEntries(regulars) as Record<string, string>,
  };
  return replicateTable(pipeline, tableOf(spec), settings);
}

/** The definition of the pipeline, as JSON, which is YAML too. */
export function definitionOf({ name, cassandra, kafka, schemaRegistry, connect, postgresql }: Pipeline): string {
  const node = {
    id: 'node1',
    connectUrl: connect.url,
    driverConfig: '/etc/cassandra/driver.conf',
    relocationDirectory: '/var/lib/cassandra/cdc_relocation',
    offsetDirectory: '/var/lib/cassandra/cdc_offsets',
  };
  const spec = {
    cassandra,
    source: { nodes: [node] },
    kafka: { bootstrapServers: kafka.bootstrapServers },
    schemaRegistry: { url: schemaRegistry.url },
    connect,
    postgresql,
    tables: [{ name: tableName }],
  };
  return JSON.stringify({ apiVersion: 'cdcctl/v1', kind: 'Pipeline', metadata: { name }, spec });
}
