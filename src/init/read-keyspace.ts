import { type Client } from 'cassandra-driver';
import { OperatorError } from '../errors.js';
import { readTables } from '../tables/read-tables.js';
import { type CassandraTable } from '../tables/table.js';

/** What a definition is made from. */
export interface LiveKeyspace {
  keyspace: string;
  /** Of the node that was asked. */
  localDataCenter: string;
  /** Address of each node of the cluster, as clients reach it. */
  nodes: string[];
  tables: CassandraTable[];
  /** Tables whose schema cannot be understood. */
  unreadable: { name: string; why: string }[];
}

/** The keyspaces that are not Cassandra's own, in alphabetical order. */
export async function readKeyspaces(client: Client): Promise<string[]> {
  const { rows } = await client.execute('SELECT keyspace_name FROM system_schema.keyspaces');
  return rows
    .map((row) => row.keyspace_name as string)
    .filter((name) => !/^system(_|$)/.test(name))
    .sort();
}

/**
 * Reads the nodes and the tables of a keyspace: all, or those that are named.
 * @throws OperatorError (invalid) for a keyspace without tables, and for names that are not there
 */
export async function readKeyspace(client: Client, keyspace: string, names: string[]): Promise<LiveKeyspace> {
  const [local, peers, tables] = await Promise.all([
    client.execute('SELECT data_center, rpc_address FROM system.local'),
    client.execute('SELECT rpc_address FROM system.peers'),
    client.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [keyspace], {
      prepare: true,
    }),
  ]);
  const existing = tables.rows.map((row) => row.table_name as string).sort();
  if (existing.length === 0) throw noTables(keyspace, await readKeyspaces(client));
  const live: LiveKeyspace = {
    keyspace,
    localDataCenter: local.first().data_center as string,
    nodes: [...local.rows, ...peers.rows].map((row) => String(row.rpc_address)),
    tables: [],
    unreadable: [],
  };
  for (const name of names.length === 0 ? existing : names) {
    try {
      live.tables.push(...(await readTables(client, { keyspace, names: [name] })));
    } catch (error) {
      // A type that is not understood concerns its table alone; a name that is not there was given by mistake.
      if (!(error instanceof OperatorError) || !existing.includes(name)) throw error;
      live.unreadable.push({ name, why: error.message });
    }
  }
  return live;
}

function noTables(keyspace: string, keyspaces: string[]): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: `the keyspace ${keyspace} does not exist or has no tables`,
    hint: keyspaces.length === 0 ? 'create the tables first' : `there are: ${keyspaces.join(', ')}`,
  });
}
