import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { type ComparedTable } from './compared-table.js';

/** One table and the sessions to read it with. */
export interface BothSides {
  table: ComparedTable;
  cassandra: CassandraClient;
  /** Prepared by prepareSession. */
  postgresql: PostgresClient;
  consistency: types.consistencies;
  signal: AbortSignal;
}
