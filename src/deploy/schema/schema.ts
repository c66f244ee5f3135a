import { type Client } from 'pg';
import { inTransaction } from '../../clients/postgres.js';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { partitionKeys } from '../../render/postgresql/objects.js';
import { tableSql } from '../../render/postgresql/postgresql.js';
import { cellTs, sqlNames, type SqlNames } from '../../render/postgresql/sql.js';
import { bookkeepingSchema, quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { makeSqlObject } from '../sql-objects.js';
import { readColumns, retiredPrefix } from './columns.js';
import { type ColumnChange, columnChanges } from './diff.js';

export interface TableSchemaDiff {
  table: string;
  changes: ColumnChange[];
}

/** What `applySchema` would change. Tables that were never deployed are left out. */
export async function diffSchema(
  client: Client,
  pipeline: Pipeline,
  tables: ReplicatedTable[],
): Promise<TableSchemaDiff[]> {
  const diffs: TableSchemaDiff[] = [];
  for (const table of tables) {
    const columns = await readColumns(client, pipeline, table);
    if (columns !== undefined) diffs.push({ table: table.source.name, changes: columnChanges(columns) });
  }
  return diffs;
}

export interface AppliedSchema extends TableSchemaDiff {
  /** Rows whose values of new columns came before the columns were here; reconcile reads them back. */
  queued: number;
}

/** How long a change waits for the statements that use the table. */
const lockTimeout = '30s';

/**
 * Changes the columns of a table's rows and all that is made of them in one transaction. The sink waits meanwhile; its
 * inlet stays. Values of a column that Cassandra has dropped are kept under another name.
 */
export async function applySchema(client: Client, pipeline: Pipeline, table: ReplicatedTable): Promise<AppliedSchema> {
  const columns = await readColumns(client, pipeline, table);
  const changes = columns === undefined ? [] : columnChanges(columns);
  const names = sqlNames(pipeline, table);
  return inTransaction(client, async () => {
    await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
    try {
      // First the inlet, as the sink does: in another order they would wait for each other.
      await client.query(`LOCK TABLE ${names.inlet} IN ACCESS EXCLUSIVE MODE`);
      const alterations = changes.map((change) => alterationOf(names, table, change));
      for (const statement of alterations.flatMap(({ before }) => before)) await client.query(statement);
      for (const object of tableSql(pipeline, table)) {
        await makeSqlObject(client, bookkeepingSchema(pipeline), object);
      }
      for (const statement of alterations.flatMap(({ after }) => after)) await client.query(statement);
    } catch (error) {
      throw refusedChange(error, table);
    }
    const { rowCount } = await client.query(
      `UPDATE ${names.bookkeeping}.reconcile_queue SET due_at = now()
       WHERE table_name = $1 AND reason = 'new column' AND due_at = 'infinity'`,
      [table.source.name],
    );
    return { table: table.source.name, changes, queued: rowCount ?? 0 };
  });
}

/** Statements to run before and after the functions and the view are made anew. */
interface Alteration {
  before: string[];
  after: string[];
}

/** Cell times follow their columns; those of a column that goes away go with it. */
function alterationOf(names: SqlNames, table: ReplicatedTable, change: ColumnChange): Alteration {
  const alterRows = (action: string) => `ALTER TABLE ${names.rows} ${action};`;
  const name = quoteSql(change.column);
  const time = cellTs({ target: change.column });
  const retired = quoteSql(retiredName(change.column));
  switch (change.kind) {
    case 'add':
      return { before: [alterRows(`ADD COLUMN ${name} ${change.type}, ADD COLUMN ${time} bigint`)], after: [] };
    case 'drop':
      return {
        before: [alterRows(`RENAME COLUMN ${name} TO ${retired}`), alterRows(`DROP COLUMN ${time}`)],
        after: [],
      };
    case 'rename': {
      const action = `RENAME COLUMN ${name} TO ${quoteSql(change.to)}`;
      const isOfPartition = partitionKeys(table).some(({ target }) => target === change.to);
      const ofPartitions = isOfPartition && table.source.clusteringKey.length > 0;
      return {
        before: [alterRows(action), ...(ofPartitions ? [`ALTER TABLE ${names.partitions} ${action};`] : [])],
        after: [],
      };
    }
    case 'retype':
      if (table.keys.some(({ target }) => target === change.column)) throw keyRetyped(table, change.column);
      return {
        before: [
          // The view would forbid changing the type of its column in place.
          alterRows(`RENAME COLUMN ${name} TO ${retired}`),
          alterRows(`ADD COLUMN ${name} ${change.type}`),
          `UPDATE ${names.rows} SET ${name} = ${retired}::${change.type} WHERE ${retired} IS NOT NULL;`,
        ],
        after: [alterRows(`DROP COLUMN ${retired}`)],
      };
  }
}

function keyRetyped(table: ReplicatedTable, column: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: `${table.source.keyspace}.${table.source.name}`,
    message: `the type of ${column} cannot change: it is in the primary key`,
    hint: 'start the table over: cdcctl undeploy --data, then cdcctl deploy',
  });
}

/** A name that no column has: PostgreSQL cuts names off behind 63 bytes. */
function retiredName(column: string): string {
  return `${retiredPrefix}${Math.floor(Date.now() / 1000)}_${column}`.slice(0, 63);
}

/** What PostgreSQL refuses, with what to do about it; everything is as it was before. */
function refusedChange(error: unknown, table: ReplicatedTable): unknown {
  const hints: Record<string, string> = {
    '2BP01': 'something of yours is made of the view: drop it, apply the schema, and make it again',
    '55P03': 'a statement uses the table for long; try again when it is done',
    '40P01': 'try again',
  };
  const code = codeOf(error) ?? '';
  const hint = hints[code] ?? (/^(22|42)/.test(code) ? 'the values that are there do not fit the new type' : undefined);
  if (hint === undefined) return error;
  return new OperatorError({
    kind: 'invalid',
    resource: `${table.source.keyspace}.${table.source.name}`,
    message: `PostgreSQL refused the change of the schema, and nothing was changed: ${messageOf(error)}`,
    hint,
    cause: error,
  });
}
