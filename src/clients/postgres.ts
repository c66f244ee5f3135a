import pg from 'pg';
import { codeOf, messageOf, OperatorError } from '../errors.js';
import { tlsFailure } from './tls-failure.js';
import { tlsOptions, type TlsSettings } from './tls.js';

export interface PostgresAddress {
  host: string;
  port: number;
  database: string;
  username: string;
  password: string;
  tls?: TlsSettings;
}

/**
 * Opens one connection.
 * @throws OperatorError unreachable, unauthorised (login refused) or invalid (no such database)
 */
export async function connectPostgres(address: PostgresAddress): Promise<pg.Client> {
  const client = new pg.Client({
    ...addressConfig(address),
    application_name: 'cdcctl',
    connectionTimeoutMillis: 10_000,
  });
  try {
    await client.connect();
  } catch (error) {
    throw connectionFailure(error, address);
  }
  // A server that goes away between two queries; the next query reports it.
  client.on('error', () => undefined);
  return client;
}

/** What a connection has to know to reach a database. */
export function addressConfig({ host, port, database, username, password, tls }: PostgresAddress): pg.ClientConfig {
  return {
    host,
    port,
    database,
    user: username,
    password,
    ...(tls === undefined ? {} : { ssl: tlsOptions(tls, 'spec.postgresql.tls') }),
  };
}

/**
 * Runs `use` with a connection that is closed afterwards.
 * @throws OperatorError (unreachable) where the connection is lost meanwhile
 */
export async function withPostgres<T>(address: PostgresAddress, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectPostgres(address);
  try {
    return await use(client);
  } catch (error) {
    throw isConnectionLost(error) ? connectionLost(error, address) : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Class 08: connection exceptions; 57P: the server shuts down; the rest are errors of sockets. */
function isConnectionLost(error: unknown): boolean {
  if (error instanceof OperatorError) return false;
  const isPostgres = error instanceof pg.DatabaseError;
  return isPostgres
    ? /^(08|57P)/.test(error.code ?? '')
    : error instanceof Error && /^Connection terminated|^Client (has encountered|was closed)/.test(error.message);
}

function connectionLost(error: unknown, { host, port, database }: PostgresAddress): OperatorError {
  return new OperatorError({
    kind: 'unreachable',
    resource: `${host}:${port}/${database}`,
    message: `lost the connection to PostgreSQL: ${messageOf(error)}`,
    hint: 'run the command again when PostgreSQL is back',
    cause: error,
  });
}

/** Runs `work` in one transaction. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const rowsAtOnce = 500;

/**
 * The rows of a query in parts, as they are when it begins; only one part is in memory. The connection is in a
 * transaction until the last part is taken or the caller goes away.
 */
export async function* readByCursor<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  query: string,
  values: unknown[] = [],
): AsyncGenerator<R[]> {
  await client.query('BEGIN');
  try {
    await client.query(`DECLARE read_by_cursor CURSOR FOR ${query}`, values);
    for (;;) {
      const { rows } = await client.query<R>(`FETCH ${rowsAtOnce} FROM read_by_cursor`);
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** Takes a lock by its name for as long as the connection lives; false where another has it. */
export async function tryAdvisoryLock(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
    [name],
  );
  return rows[0]?.taken === true;
}

/** Whether a table or view is there; the name is quoted and has its schema. */
export async function relationExists(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [name]);
  return rows[0]?.exists === true;
}

function connectionFailure(error: unknown, address: PostgresAddress): OperatorError {
  const resource = `${address.username}@${address.host}:${address.port}/${address.database}`;
  const failure = tlsFailure(error, { system: 'PostgreSQL', resource, field: 'spec.postgresql.tls' });
  if (failure !== undefined) return failure;
  const code = codeOf(error) ?? '';
  if (code.startsWith('28')) {
    return new OperatorError({
      kind: 'unauthorised',
      message: `PostgreSQL refused the login: ${messageOf(error)}`,
      resource,
      hint: 'check spec.postgresql.username and password, and spec.postgresql.tls where the server wants encryption',
      cause: error,
    });
  }
  if (code === '3D000') {
    return new OperatorError({
      kind: 'invalid',
      message: messageOf(error),
      resource,
      hint: 'check spec.postgresql.database or create it',
      cause: error,
    });
  }
  return new OperatorError({
    kind: 'unreachable',
    message: `cannot connect to PostgreSQL: ${messageOf(error)}`,
    resource,
    hint: 'check spec.postgresql.host, port and tls; `cdcctl ps` shows the local stack',
    cause: error,
  });
}
