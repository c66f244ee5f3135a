import { type Client } from 'pg';
import { type Check, fail, ok } from '../check.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingSchema } from '../tables/names.js';

/** Whether the user may make what deploy makes: the schemas where they are missing, tables in those that are there. */
export async function checkSchemas(postgres: Client, pipeline: Pipeline): Promise<Check[]> {
  const { username, database, schema } = pipeline.postgresql;
  const { rows } = await postgres.query<{ name: string; exists: boolean; allowed: boolean }>(
    `SELECT name, n.oid IS NOT NULL AS exists,
       CASE WHEN n.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
            ELSE has_schema_privilege(n.oid, 'CREATE') END AS allowed
     FROM unnest($1::text[]) AS name LEFT JOIN pg_namespace n ON n.nspname = name ORDER BY name`,
    [[schema, bookkeepingSchema(pipeline)]],
  );
  return rows.map(({ name, exists, allowed }) => {
    const check = `schema ${name}`;
    if (allowed)
      return ok(check, exists ? `is there, and ${username} may make tables in it` : `${username} may make it`);
    const on = exists ? `SCHEMA "${name}"` : `DATABASE "${database}"`;
    return fail(
      check,
      `${username} may not make ${exists ? 'tables in it' : 'it'}`,
      `GRANT CREATE ON ${on} TO "${username}"`,
    );
  });
}
