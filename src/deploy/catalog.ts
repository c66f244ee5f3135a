import { type Client } from 'pg';
import { retiredPrefix } from './schema/columns.js';

/** A part of a made object, as PostgreSQL describes it. */
export interface CatalogItem {
  /** The quoted name under which it was asked for. */
  name: string;
  /** `table "shop_cdc"."users_rows"`, `column "shop_cdc"."users_rows"."email"`, `function …(…)`. */
  item: string;
  /** What it is; a digest where that is long. */
  definition: string;
}

/** How tables with rows that outlive a crash are described. */
export const lastingTable = 'table, p';

const quoted = (schema: string, name: string) =>
  `'"' || replace(${schema}, '"', '""') || '"."' || replace(${name}, '"', '""') || '"'`;

/**
 * Indexes, constraints and triggers of others are left out. Dropped columns keep their values beside the others, and are
 * no part of what was made.
 */
const query = `
WITH relations AS (
  SELECT c.*, ${quoted('n.nspname', 'c.relname')} AS name
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE ${quoted('n.nspname', 'c.relname')} = ANY ($1)
), functions AS (
  SELECT p.*, ${quoted('n.nspname', 'p.proname')} AS name
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
  WHERE ${quoted('n.nspname', 'p.proname')} = ANY ($1)
), columns AS (
  SELECT r.name, r.relkind, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS definition
  FROM relations AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.relkind IN ('r', 'p', 'c') AND NOT starts_with(a.attname, '${retiredPrefix}')
)
SELECT name, CASE relkind WHEN 'v' THEN 'view ' WHEN 'c' THEN 'type ' WHEN 'i' THEN 'index ' ELSE 'table ' END || name AS item,
  CASE relkind
    WHEN 'v' THEN md5(pg_get_viewdef(oid))
    WHEN 'i' THEN pg_get_indexdef(oid)
    WHEN 'c' THEN (SELECT md5(string_agg(attname || ' ' || definition, ', ' ORDER BY attnum)) FROM columns AS c WHERE c.name = relations.name)
    WHEN 'r' THEN 'table, ' || relpersistence::text || coalesce(', ' || pg_get_expr(relpartbound, oid), '')
    ELSE 'partitioned table, ' || pg_get_partkeydef(oid)
  END AS definition
FROM relations
UNION ALL
SELECT name, 'column ' || name || '."' || replace(attname, '"', '""') || '"', definition FROM columns WHERE relkind <> 'c'
UNION ALL
SELECT r.name, 'primary key of ' || r.name, pg_get_constraintdef(c.oid)
FROM relations AS r JOIN pg_constraint AS c ON c.conrelid = r.oid AND c.contype = 'p'
UNION ALL
SELECT name, CASE prokind WHEN 'a' THEN 'aggregate ' ELSE 'function ' END || name || '(' || pg_get_function_identity_arguments(oid) || ')',
  CASE prokind WHEN 'a' THEN (SELECT aggtransfn::text FROM pg_aggregate WHERE aggfnoid = functions.oid) ELSE md5(pg_get_functiondef(oid)) END
FROM functions
UNION ALL
SELECT f.name, 'trigger "' || replace(t.tgname, '"', '""') || '" of ' || f.name,
  pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ', disabled' END
FROM functions AS f JOIN pg_trigger AS t ON t.tgfoid = f.oid AND NOT t.tgisinternal`;

/** What PostgreSQL has of the named objects and their parts; in the caller's transaction. */
export async function readCatalog(client: Client, names: string[]): Promise<CatalogItem[]> {
  const { rows: paths } = await client.query<{ path: string }>(`SELECT current_setting('search_path') AS path`);
  const useSearchPath = (path: string) => client.query(`SELECT set_config('search_path', $1, true)`, [path]);
  // Names within definitions would else be told as the search path has it.
  await useSearchPath('pg_catalog');
  const { rows } = await client.query<CatalogItem>(query, [names]);
  await useSearchPath(paths[0]!.path);
  return rows;
}
