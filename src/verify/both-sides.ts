import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type ComparedTable } from './compared-table.js';

/** One table and the sessions to read it with. */
export interface BothSides {
  pipeline: Pipeline;
  table: ComparedTable;
  cassandra: CassandraClient;
  /** Prepared by prepareSession. */
  postgresql: PostgresClient;
  consistency: types.consistencies;
  signal: AbortSignal;
}

/** The token of a partition, from the key as Cassandra serialises it. */
export function tokenOf({ cassandra, table }: Pick<BothSides, 'cassandra' | 'table'>, raw: Buffer[]): bigint {
  const components = raw.slice(0, table.partitionKey.length);
  return BigInt(String(cassandra.metadata.newToken(components.length === 1 ? components[0]! : components).getValue()));
}
