import { type Client } from 'cassandra-driver';
import { type Check, fail, ok } from '../check.js';
import { isForbidden, quoteCql } from '../clients/cassandra.js';
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
        await checkSelect(client, pipeline, name),
      ];
    }),
  );
  return checks.flat();
}

async function checkSelect(client: Client, { cassandra }: Pipeline, table: string): Promise<Check> {
  const { keyspace, username = '' } = cassandra;
  const name = `select on ${keyspace}.${table}`;
  const quoted = `${quoteCql(keyspace)}.${quoteCql(table)}`;
  try {
    await client.execute(`SELECT * FROM ${quoted} LIMIT 1`);
    return ok(name, 'allowed');
  } catch (error) {
    return isForbidden(error)
      ? fail(name, messageOf(error), `GRANT SELECT ON TABLE ${quoted} TO ${quoteCql(username)}`)
      : fail(name, messageOf(error), 'cdcctl verify and snapshot could not read it either');
  }
}
