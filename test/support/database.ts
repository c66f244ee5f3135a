import pg from 'pg';

/** A PostgreSQL database of a test file's own, on the stack's server. */
export interface TestDatabase {
  client: pg.Client;
  /** For connections of the test's own. */
  url: string;
  drop: () => Promise<void>;
}

export async function createTestDatabase(name: string): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL;
  if (server === undefined) throw new Error('DATABASE_URL is not set; the global setup starts the stack');
  await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return {
    client,
    url: url.href,
    drop: async () => {
      await client.end();
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
