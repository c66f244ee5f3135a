import { parseCqlType } from '../../src/tables/cql-type.js';
import { type CassandraTable, type Column } from '../../src/tables/table.js';

/** A table's schema as tests write it: column → CQL type. */
export interface TableSpec {
  keyspace?: string;
  name: string;
  partitionKey: Record<string, string>;
  clusteringKey?: Record<string, string>;
  statics?: Record<string, string>;
  regulars: Record<string, string>;
  cdc?: boolean;
}

export function tableOf(spec: TableSpec): CassandraTable {
  const columns = (kind: Column['kind'], types: Record<string, string> = {}) =>
    Object.entries(types).map(([name, type]) => ({ name, type: parseCqlType(type), kind }));
  return {
    keyspace: spec.keyspace ?? 'shop',
    name: spec.name,
    partitionKey: columns('partition_key', spec.partitionKey),
    clusteringKey: columns('clustering', spec.clusteringKey).map((column) => ({ ...column, order: 'asc' as const })),
    statics: columns('static', spec.statics),
    regulars: columns('regular', spec.regulars),
    cdc: spec.cdc ?? true,
    gcGraceSeconds: 864_000,
    defaultTtlSeconds: 0,
  };
}
