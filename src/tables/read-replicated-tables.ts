import { type Client } from 'cassandra-driver';
import { type Pipeline } from '../pipeline/pipeline.js';
import { readTables } from './read-tables.js';
import { type ReplicatedTable, replicateTable } from './replicated-table.js';

/**
 * Joins the definition with the live schemas: all tables of the pipeline, or those that are named.
 * @throws OperatorError (invalid) for tables that do not exist or cannot be replicated as defined
 */
export async function readReplicatedTables(
  client: Client,
  pipeline: Pipeline,
  names?: string[],
): Promise<ReplicatedTable[]> {
  const settings = pipeline.tables.filter(({ name }) => names?.includes(name) ?? true);
  const sources = await readTables(client, {
    keyspace: pipeline.cassandra.keyspace,
    names: settings.map(({ name }) => name),
  });
  return sources.map((source, i) => replicateTable(pipeline, source, settings[i]!));
}
