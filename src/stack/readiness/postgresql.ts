import pg from 'pg';
import { addressConfig, type PostgresAddress } from '../../clients/postgres.js';

export async function probePostgresql(address: PostgresAddress): Promise<void> {
  await query(address, 'SELECT 1');
}

/** Creates the database unless it is there; PostgreSQL has no statement that does both. */
export async function createDatabase(address: PostgresAddress): Promise<void> {
  const { database } = address;
  const found = await query(address, 'SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  if (found === 0) await query(address, `CREATE DATABASE ${pg.escapeIdentifier(database)}`);
}

/** Number of rows that came back; asked in the database that every server has. */
async function query(address: PostgresAddress, sql: string, values: string[] = []): Promise<number> {
  const client = new pg.Client({
    ...addressConfig({ ...address, database: 'postgres' }),
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
