import pg from 'pg';
import { databaseName, databaseUser } from '../services.js';

export interface PostgresqlTarget {
  port: number;
  password: string;
  database?: string;
}

export async function probePostgresql(target: PostgresqlTarget): Promise<void> {
  await query(target, 'SELECT 1');
}

/** Creates the database unless it is there; PostgreSQL has no statement that does both. */
export async function createDatabase({ database = databaseName, ...target }: PostgresqlTarget): Promise<void> {
  const found = await query(target, 'SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (found === 0) await query(target, `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
}

/** Number of rows that came back. */
async function query(target: PostgresqlTarget, sql: string, values: string[] = []): Promise<number> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: target.port,
    user: databaseUser,
    password: target.password,
    database: target.database ?? 'postgres',
    connectionTimeoutMillis: 3000,
    query_timeout: 5000,
  });
  // A connection that breaks while it is idle must not end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, values)).rows.length;
  } finally {
    await client.end().catch(() => undefined);
  }
}
