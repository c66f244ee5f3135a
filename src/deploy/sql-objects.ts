import { createHash } from 'node:crypto';
import pg, { type Client } from 'pg';
import { inTransaction, relationExists } from '../clients/postgres.js';
import { OperatorError } from '../errors.js';
import { type SqlObject } from '../render/rendered.js';
import { quoteSql } from '../tables/names.js';
import { type Change } from './change.js';

export interface SqlObjectsOptions {
  /** The bookkeeping schema, unquoted: it records what was made of which statements. */
  schema: string;
  objects: SqlObject[];
}

/**
 * Objects whose statements are not those that made them are made again.
 * @throws OperatorError (invalid) where that would change a table that holds replicated rows
 */
export async function planSqlObjects(client: Client, { schema, objects }: SqlObjectsOptions): Promise<Change[]> {
  const recorded = await recordedDigests(client, schema);
  return objects.flatMap((object): Change[] => {
    const before = recorded.get(object.name);
    if (before === digestOf(object)) return [];
    if (before !== undefined && object.holdsData) throw columnsChanged(object);
    return [
      {
        system: 'postgresql',
        object: `${schema} ${object.name}`,
        action: before === undefined ? 'create' : 'update',
        apply: () => inTransaction(client, () => makeSqlObject(client, schema, object)),
      },
    ];
  });
}

/** Runs the statements of an object and records of which it was made; in the caller's transaction. */
export async function makeSqlObject(client: Client, schema: string, object: SqlObject): Promise<void> {
  await run(client, object);
  await client.query(
    `INSERT INTO ${quoteSql(schema)}.deployments (object, digest) VALUES ($1, $2)
     ON CONFLICT (object) DO UPDATE SET digest = excluded.digest, deployed_at = now()`,
    [object.name, digestOf(object)],
  );
}

function digestOf({ sql }: SqlObject): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** @throws OperatorError (invalid) where PostgreSQL does not know the types of the columns or has no casts to them */
async function run(client: Client, object: SqlObject): Promise<void> {
  try {
    await client.query(object.sql);
  } catch (error) {
    if (!object.holdsData || !isTypeError(error)) throw error;
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

async function recordedDigests(client: Client, schema: string): Promise<Map<string, string>> {
  const table = `${quoteSql(schema)}.deployments`;
  if (!(await relationExists(client, table))) return new Map();
  const recorded = await client.query<{ object: string; digest: string }>(`SELECT object, digest FROM ${table}`);
  return new Map(recorded.rows.map(({ object, digest }) => [object, digest]));
}

function columnsChanged(object: SqlObject): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: object.name,
    message: 'the replicated columns have changed since the table was deployed; deploy never alters tables with data',
    hint: 'see what has changed with `cdcctl schema diff` and change it with `cdcctl schema apply`',
  });
}
