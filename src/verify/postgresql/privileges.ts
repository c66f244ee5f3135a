import { type Client } from 'pg';

/** Whether a table is there and may be read; the name is quoted and has its schema. */
export async function isReadable(client: Client, relation: string): Promise<boolean> {
  const { rows } = await client.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass($1), 'SELECT') AS readable`,
    [relation],
  );
  return rows[0]?.readable === true;
}
