import { type CqlType } from './cql-type.js';

export interface Column {
  name: string;
  type: CqlType;
  kind: 'partition_key' | 'clustering' | 'static' | 'regular';
}

export interface ClusteringColumn extends Column {
  order: 'asc' | 'desc';
}

/** A Cassandra table as the live schema describes it. Static and regular columns are in alphabetical order. */
export interface CassandraTable {
  keyspace: string;
  name: string;
  partitionKey: Column[];
  clusteringKey: ClusteringColumn[];
  statics: Column[];
  regulars: Column[];
  cdc: boolean;
  gcGraceSeconds: number;
  defaultTtlSeconds: number;
}

export function primaryKey(table: CassandraTable): Column[] {
  return [...table.partitionKey, ...table.clusteringKey];
}

export function allColumns(table: CassandraTable): Column[] {
  return [...primaryKey(table), ...table.statics, ...table.regulars];
}
