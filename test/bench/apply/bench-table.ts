import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { replicateTable, type ReplicatedTable } from '../../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf } from '../../support/table-spec.js';

/** The columns beside the key, in the order in which the source has them. */
export interface Values {
  active: boolean;
  age: number;
  /** A decimal, which the source writes as a text. */
  balance: string;
  /** Milliseconds since 1970. */
  created_at: number;
  email: string;
  name: string;
  ref: string;
  score: number;
}

export type ColumnName = keyof Values;

/** Some of a row's columns; null is a value that was set. */
export type Cells = { [Name in ColumnName]?: Values[Name] | null };

export const keyName = 'user_id';

interface ColumnTypes {
  cql: string;
  /** Of the field in the record's value. */
  avro: unknown;
  /** Of the column in the table of the stock upsert. */
  stock: string;
}

export const uuidAvro = { type: 'string', 'connect.version': 1, 'connect.name': 'io.debezium.data.Uuid' };
const timestampAvro = { type: 'long', 'connect.version': 1, 'connect.name': 'io.debezium.time.Timestamp' };

export const columnTypes: Record<ColumnName, ColumnTypes> = {
  active: { cql: 'boolean', avro: 'boolean', stock: 'boolean' },
  age: { cql: 'int', avro: 'int', stock: 'integer' },
  balance: { cql: 'decimal', avro: 'string', stock: 'text' },
  created_at: { cql: 'timestamp', avro: timestampAvro, stock: 'timestamp' },
  email: { cql: 'text', avro: 'string', stock: 'text' },
  name: { cql: 'text', avro: 'string', stock: 'text' },
  ref: { cql: 'uuid', avro: uuidAvro, stock: 'uuid' },
  score: { cql: 'double', avro: 'double', stock: 'double precision' },
};

export const columnNames = Object.keys(columnTypes) as ColumnName[];

const settings = tableSettings('bench');

/** The pipeline that is measured, on the stack of the environment; with the partitions that topics have by default. */
export function benchPipeline(name: string, database: string): Pipeline {
  const pipeline = testPipeline(name, [settings]);
  return {
    ...pipeline,
    kafka: { ...pipeline.kafka, topics: { ...pipeline.kafka.topics, partitions: 3 } },
    postgresql: { ...pipeline.postgresql, database },
    deadLetters: { topic: `${name}-dlq`, retention: '14d' },
    secrets: { delivery: 'inline', directory: '' },
  };
}

export function benchTable(pipeline: Pipeline): ReplicatedTable {
  const regulars = Object.fromEntries(columnNames.map((name) => [name, columnTypes[name].cql]));
  const { keyspace } = pipeline.cassandra;
  return replicateTable(
    pipeline,
    tableOf({ keyspace, name: 'bench', partitionKey: { [keyName]: 'uuid' }, regulars }),
    settings,
  );
}
