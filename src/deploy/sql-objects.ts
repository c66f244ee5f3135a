import { createHash } from 'node:crypto';
import pg, { type Client } from 'pg';
import { inTransaction, relationExists } from '../clients/postgres.js';
import { OperatorError } from '../errors.js';
import { type SqlObject } from '../render/rendered.js';
import { quoteSql } from '../tables/names.js';
import { type CatalogItem, readCatalog } from './catalog.js';
import { blockedChange, type Change, type ChangeReport, type SettingChange } from './change.js';
import { driftOf } from './sql-drift.js';

export interface SqlObjectsOptions {
  /** The bookkeeping schema, unquoted: it records what was made of which statements. */
  schema: string;
  objects: SqlObject[];
  /** How the columns of a table with data differ from those that are wanted. */
  columnsOf: (table: string) => Promise<SettingChange[]>;
}

interface Recorded {
  digest: string;
  /** By item, how the catalog described it; null where an earlier version made it. */
  made: Record<string, string> | null;
}

/** Objects are made again whose statements are not those that made them, or of which something is gone or changed. */
export async function planSqlObjects(client: Client, options: SqlObjectsOptions): Promise<Change[]> {
  const { schema, objects } = options;
  const names = objects.flatMap(({ makes }) => makes);
  const catalog = new Map(names.map((name): [string, CatalogItem[]] => [name, []]));
  for (const item of await inTransaction(client, () => readCatalog(client, names))) catalog.get(item.name)?.push(item);
  const recorded = await readRecords(client, schema);
  const changes: Change[] = [];
  for (const object of objects) {
    const live = object.makes.flatMap((name) => catalog.get(name) ?? []);
    const change = await planObject(client, options, { object, live, recorded: recorded.get(object.name) });
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

interface ObjectState {
  object: SqlObject;
  live: CatalogItem[];
  recorded: Recorded | undefined;
}

async function planObject(
  client: Client,
  { schema, columnsOf }: SqlObjectsOptions,
  { object, live, recorded }: ObjectState,
): Promise<Change | undefined> {
  const drift = driftOf(recorded?.made ?? {}, live);
  const report: ChangeReport = {
    system: 'postgresql',
    object: `${schema} ${object.name}`,
    action: live.length === 0 ? 'create' : 'update',
  };
  const make = () => inTransaction(client, () => makeSqlObject(client, schema, object));
  if (recorded === undefined) {
    return { ...report, ...(live.length === 0 ? {} : { detail: 'nothing is recorded of it' }), apply: make };
  }
  const digest = digestOf(object);
  const statements =
    recorded.digest === digest ? [] : [{ name: 'statements', from: short(recorded.digest), to: short(digest) }];
  if (recorded.digest !== digest && object.rowsOf !== undefined) {
    const columns = await columnsOf(object.rowsOf);
    return blockedChange({ ...report, settings: columns.length > 0 ? columns : statements, blocked: columnsChanged });
  }
  const settings = [...statements, ...drift.map(({ setting }) => setting)];
  if (drift.some(({ mendable }) => !mendable)) return blockedChange({ ...report, settings, blocked: alteredByHand });
  if (recorded.made === null && settings.length === 0) {
    return { ...report, detail: 'its parts are not recorded yet', apply: make };
  }
  if (settings.length === 0) return undefined;
  const { rowsOf } = object;
  if (rowsOf === undefined || !drift.some(({ held }) => held)) return { ...report, settings, apply: make };
  return { ...report, settings, risk: rowsGone, apply: () => makeEmptyTable(client, schema, { ...object, rowsOf }) };
}

const columnsChanged = {
  reason: 'the replicated columns have changed since the table was deployed; deploy never alters tables with data',
  hint: 'see what has changed with `cdcctl schema diff` and change it with `cdcctl schema apply`',
};
const alteredByHand = {
  reason: 'a table was altered by somebody else; deploy never alters tables with data',
  hint: 'alter it back, as listed',
};
const rowsGone =
  'a table with data is gone: its rows are loaded again from Cassandra, its tombstones are not, so that a write from before a delete that arrives late brings a row back';

/** Runs the statements of an object and records of which it was made, and as what; in the caller's transaction. */
export async function makeSqlObject(client: Client, schema: string, object: SqlObject): Promise<void> {
  await run(client, object);
  const items = await readCatalog(client, object.makes);
  await client.query(
    `INSERT INTO ${quoteSql(schema)}.deployments (object, digest, made) VALUES ($1, $2, $3)
     ON CONFLICT (object) DO UPDATE SET digest = excluded.digest, made = excluded.made, deployed_at = now()`,
    [object.name, digestOf(object), Object.fromEntries(items.map(({ item, definition }) => [item, definition]))],
  );
}

/** The next load must not take the table for loaded. */
async function makeEmptyTable(client: Client, schema: string, object: SqlObject & { rowsOf: string }): Promise<void> {
  await inTransaction(client, async () => {
    await makeSqlObject(client, schema, object);
    await client.query(`DELETE FROM ${quoteSql(schema)}.snapshots WHERE table_name = $1`, [object.rowsOf]);
  });
}

function digestOf({ sql }: SqlObject): string {
  return createHash('sha256').update(sql).digest('hex');
}

function short(digest: string): string {
  return digest.slice(0, 12);
}

/** @throws OperatorError (invalid) where PostgreSQL does not know the types of the columns or has no casts to them */
async function run(client: Client, object: SqlObject): Promise<void> {
  try {
    await client.query(object.sql);
  } catch (error) {
    if (object.rowsOf === undefined || !isTypeError(error)) throw error;
    throw new OperatorError({
      kind: 'invalid',
      resource: object.name,
      message: `PostgreSQL refused the columns: ${error.message}`,
      hint: 'check the types under spec.tables[].columns.type',
      cause: error,
    });
  }
}

/** Invalid parameter, syntax error, no such type or operator class, no such cast. */
function isTypeError(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && ['22023', '42601', '42704', '42846'].includes(error.code ?? '');
}

/** A record of an earlier version has no column `made`. */
async function readRecords(client: Client, schema: string): Promise<Map<string, Recorded>> {
  const table = `${quoteSql(schema)}.deployments`;
  if (!(await relationExists(client, table))) return new Map();
  const { rows } = await client.query<{ object: string; digest: string; made: Recorded['made'] }>(
    `SELECT d.object, d.digest, to_jsonb(d) -> 'made' AS made FROM ${table} AS d`,
  );
  return new Map(rows.map(({ object, digest, made }) => [object, { digest, made }]));
}
