import { type Client } from 'cassandra-driver';
import { type Check, fail, ok } from '../check.js';
import { quoteCql } from '../clients/cassandra.js';
import { messageOf } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';

/** The tables: whether their changes are logged, and whether they can be read. */
export async function checkTables(client: Client, pipeline: Pipeline): Promise<Check[]> {
  const { keyspace } = pipeline.cassandra;
  const query = 'SELECT table_name, cdc FROM system_schema.tables WHERE keyspace_name = ?';
  const { rows } = await client.execute(query, [keyspace], { prepare: true });
  const checks = await Promise.all(
    pipeline.tables.map(async ({ name }): Promise<Check[]> => {
      const table = `${keyspace}.${name}`;
      const isLogged = rows.find((row) => row.table_name === name)?.cdc === true;
      return [
        isLogged
          ? ok(`table ${table}`, 'cdc = true')
          : fail(`table ${table}`, 'its changes are not logged', `ALTER TABLE ${table} WITH cdc = true`),
        await checkSelect(client, keyspace, name),
      ];
    }),
  );
  return checks.flat();
}

async function checkSelect(client: Client, keyspace: string, table: string): Promise<Check> {
  const name = `select on ${keyspace}.${table}`;
  try {
    await client.execute(`SELECT * FROM ${quoteCql(keyspace)}.${quoteCql(table)} LIMIT 1`);
    return ok(name, 'allowed');
  } catch (error) {
    return fail(name, messageOf(error), `GRANT SELECT ON ${keyspace}.${table} TO the user of spec.cassandra`);
  }
}
