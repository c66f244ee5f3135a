import { type Client } from 'pg';
import { inTransaction, relationExists } from '../../clients/postgres.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { rowTableSql } from '../../render/postgresql/objects.js';
import { bookkeepingColumns, sqlNames } from '../../render/postgresql/sql.js';
import { cellTsPrefix } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';

/** A column of the row table, with its type as PostgreSQL spells it. */
export interface LiveColumn {
  name: string;
  type: string;
  /** Its place in the primary key, from 1; 0 outside of it. */
  keyPosition: number;
}

/** Columns that were dropped in Cassandra keep their values under such a name. */
export const retiredPrefix = '__dropped_';

/** The columns of a table's rows as they are and as the definition and Cassandra's schema want them. */
export interface ColumnsOfTable {
  live: LiveColumn[];
  desired: LiveColumn[];
}

/** @returns undefined for a table that was never deployed */
export async function readColumns(
  client: Client,
  pipeline: Pipeline,
  table: ReplicatedTable,
): Promise<ColumnsOfTable | undefined> {
  const names = sqlNames(pipeline, table);
  if (!(await relationExists(client, names.rows))) return undefined;
  const live = await columnsOf(client, names.rows);
  // PostgreSQL itself says how it spells the types that are wanted.
  const wanted = 'pg_temp.cdcctl_wanted';
  const create = rowTableSql({ ...names, rows: wanted }, table);
  const desired = await inTransaction(client, async () => {
    await client.query(create);
    const columns = await columnsOf(client, wanted);
    await client.query(`DROP TABLE ${wanted}`);
    return columns;
  });
  return { live, desired };
}

async function columnsOf(client: Client, relation: string): Promise<LiveColumn[]> {
  const { rows } = await client.query<LiveColumn>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       coalesce(array_position(i.indkey::smallint[], a.attnum), -1) + 1 AS "keyPosition"
     FROM pg_attribute AS a LEFT JOIN pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary
     WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [relation],
  );
  return rows.filter(({ name }) => !isBookkeeping(name));
}

/** What stands beside the user's own columns; a column's write time changes together with it. */
function isBookkeeping(name: string): boolean {
  const own: string[] = [bookkeepingColumns.markerTs, bookkeepingColumns.markerLive];
  return own.includes(name) || name.startsWith(cellTsPrefix) || name.startsWith(retiredPrefix);
}
