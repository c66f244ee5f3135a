import { type Client } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingSchema, objectsOf } from '../tables/names.js';

/**
 * The columns of each table's primary key by their names in Cassandra, as PostgreSQL's tables have them: letters can be
 * read while Cassandra is away.
 */
export async function readKeyColumns(client: Client, pipeline: Pipeline): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ relation: string; columns: string[] }>(
    `SELECT c.relname AS relation, array_agg(a.attname::text ORDER BY k.position) AS columns
     FROM pg_index AS i
     JOIN pg_class AS c ON c.oid = i.indrelid
     JOIN pg_namespace AS n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, position)
     JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
     WHERE i.indisprimary AND n.nspname = $1
     GROUP BY c.relname`,
    [bookkeepingSchema(pipeline)],
  );
  const byRelation = new Map(rows.map(({ relation, columns }) => [relation, columns]));
  return new Map(
    pipeline.tables.flatMap((table) => {
      const targets = byRelation.get(objectsOf(table).rows);
      if (targets === undefined) return [];
      const renamed = Object.entries(table.columns.rename);
      const nameOf = (target: string) => renamed.find(([, to]) => to === target)?.[0] ?? target;
      return [[table.name, targets.map(nameOf)] as const];
    }),
  );
}
