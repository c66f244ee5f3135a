import { type Client } from 'cassandra-driver';
import { parseCqlType } from '../tables/cql-type.js';
import { type UserTypes } from './value-type.js';

/** Reads the user-defined types of a keyspace from `system_schema`. */
export async function readUserTypes(client: Client, keyspace: string): Promise<UserTypes> {
  const types = await client.execute(
    'SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?',
    [keyspace],
    { prepare: true },
  );
  return new Map(
    types.rows.map((row) => {
      const fieldTypes = row.field_types as string[];
      const fields = (row.field_names as string[]).map((name, index) => ({
        name,
        type: parseCqlType(fieldTypes[index] ?? ''),
      }));
      return [row.type_name as string, fields];
    }),
  );
}
