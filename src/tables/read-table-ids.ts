import { type Client } from 'cassandra-driver';

/** Ids of the tables of a keyspace by their names. */
export type TableIds = Map<string, Buffer>;

export async function readTableIds(client: Client, keyspace: string): Promise<TableIds> {
  const { rows } = await client.execute(
    'SELECT table_name, id FROM system_schema.tables WHERE keyspace_name = ?',
    [keyspace],
    { prepare: true },
  );
  return new Map(rows.map((row) => [String(row.table_name), (row.id as { buffer: Buffer }).buffer]));
}
