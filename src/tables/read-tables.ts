import { type Client, type types } from 'cassandra-driver';
import { OperatorError } from '../errors.js';
import { parseCqlType, type UserTypes } from './cql-type.js';
import { type CassandraTable, type Column } from './table.js';

export interface ReadTablesOptions {
  keyspace: string;
  /** The tables that are wanted, in the order in which they are returned. */
  names: string[];
}

/**
 * Reads the schemas of tables from `system_schema`.
 * @throws OperatorError (invalid) that names every table that does not exist
 */
export async function readTables(client: Client, options: ReadTablesOptions): Promise<CassandraTable[]> {
  const { keyspace, names } = options;
  const [tables, columns, userTypes] = await Promise.all([
    client.execute('SELECT * FROM system_schema.tables WHERE keyspace_name = ?', [keyspace], { prepare: true }),
    client.execute('SELECT * FROM system_schema.columns WHERE keyspace_name = ?', [keyspace], { prepare: true }),
    readUserTypes(client, keyspace),
  ]);
  const existing = tables.rows.map((row) => row.table_name as string);
  const missing = names.filter((name) => !existing.includes(name));
  if (missing.length > 0) throw unknownTables(keyspace, missing, existing);
  return names.map((name) =>
    toTable(
      tables.rows.find((row) => row.table_name === name)!,
      columns.rows.filter((row) => row.table_name === name),
      userTypes,
    ),
  );
}

async function readUserTypes(client: Client, keyspace: string): Promise<UserTypes> {
  const query = 'SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?';
  const { rows } = await client.execute(query, [keyspace], { prepare: true });
  return new Map(
    rows.map((row) => {
      const fieldTypes = row.field_types as string[];
      const fields = (row.field_names as string[]).map((name, index) => ({ name, type: fieldTypes[index]! }));
      return [row.type_name as string, fields];
    }),
  );
}

function toTable(table: types.Row, rows: types.Row[], userTypes: UserTypes): CassandraTable {
  const byKind = (kind: Column['kind']) =>
    rows
      .filter((row) => row.kind === kind)
      .sort((a, b) => (a.position as number) - (b.position as number) || (a.column_name < b.column_name ? -1 : 1));
  const toColumn = (row: types.Row): Column => ({
    name: row.column_name as string,
    type: parseCqlType(row.type as string, userTypes),
    kind: row.kind as Column['kind'],
  });
  return {
    keyspace: table.keyspace_name as string,
    name: table.table_name as string,
    partitionKey: byKind('partition_key').map(toColumn),
    clusteringKey: byKind('clustering').map((row) => ({
      ...toColumn(row),
      order: row.clustering_order === 'desc' ? 'desc' : 'asc',
    })),
    statics: byKind('static').map(toColumn),
    regulars: byKind('regular').map(toColumn),
    cdc: table.cdc === true,
    gcGraceSeconds: table.gc_grace_seconds as number,
    defaultTtlSeconds: table.default_time_to_live as number,
  };
}

function unknownTables(keyspace: string, missing: string[], existing: string[]): OperatorError {
  const list = missing.map((name) => `${keyspace}.${name}`).join(', ');
  return new OperatorError({
    kind: 'invalid',
    message: `no such table in Cassandra: ${list}`,
    hint:
      existing.length === 0
        ? `the keyspace ${keyspace} does not exist or is empty; create it first`
        : `the keyspace has: ${existing.join(', ')}`,
  });
}
