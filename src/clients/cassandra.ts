import cassandra from 'cassandra-driver';
import { codeOf, messageOf, OperatorError } from '../errors.js';
import { installRawPages } from './cassandra-raw-pages.js';
import { tlsFailure } from './tls-failure.js';
import { tlsOptions, type TlsSettings } from './tls.js';

const unauthorized: number = cassandra.types.responseErrorCodes.unauthorized;

export interface CassandraAddress {
  contactPoints: string[];
  /** Where queries are sent; to any node when it is not known yet. */
  localDataCenter?: string;
  username?: string;
  password?: string;
  tls?: TlsSettings;
}

const reconnectMs = 2000;
/** A node that has accepted a connection answers in this time, or is away. */
const answerMs = 12_000;
/** A statement may read many rows. */
const statementMs = 60_000;

/**
 * Opens a session. 64-bit integers, decimals, varints and dates come as the driver's own exact types, maps as `Map`:
 * objects would have strings for keys. With `Map`, the driver does not know how keyspaces are replicated, and routes
 * statements by the first replica of a row alone.
 * @throws OperatorError unreachable, unauthorised, or invalid (unknown data centre)
 */
export async function connectCassandra(address: CassandraAddress): Promise<cassandra.Client> {
  installRawPages();
  const client = new cassandra.Client({
    ...addressOptions(address),
    socketOptions: { connectTimeout: 5000, readTimeout: answerMs },
    profiles: [new cassandra.ExecutionProfile('default', { readTimeout: statementMs })],
    encoding: { copyBuffer: false, map: Map },
  });
  client.on('hostRemove', closeRemovedHost);
  try {
    await client.connect();
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw connectionFailure(error, address);
  }
  return client;
}

/**
 * After a restart of the node that it asks for the cluster, the driver replaces it by another object, and forgets the
 * pool and the timers of the first, which reconnect and stay.
 */
function closeRemovedHost(host: cassandra.Host): void {
  // It has no type.
  const { shutdown } = host as cassandra.Host & { shutdown: () => Promise<void> };
  shutdown.call(host).catch(() => undefined);
}

/** What the driver has to know to reach a cluster. */
export function addressOptions(address: CassandraAddress): cassandra.ClientOptions {
  return {
    contactPoints: address.contactPoints,
    policies: {
      // The driver's own waits up to ten minutes for a node that is back.
      reconnection: new cassandra.policies.reconnection.ConstantReconnectionPolicy(reconnectMs),
      ...(address.localDataCenter === undefined
        ? { loadBalancing: new cassandra.policies.loadBalancing.RoundRobinPolicy() }
        : {}),
    },
    ...(address.localDataCenter === undefined ? {} : { localDataCenter: address.localDataCenter }),
    ...(address.username === undefined
      ? {}
      : { credentials: { username: address.username, password: address.password ?? '' } }),
    ...(address.tls === undefined ? {} : { sslOptions: tlsOptions(address.tls, 'spec.cassandra.tls') }),
  };
}

/**
 * Runs `use` with a session that is closed afterwards.
 * @throws OperatorError as `connectCassandra`; unreachable where a statement finds no node, or gets no answer in time
 */
export async function withCassandra<T>(
  address: CassandraAddress,
  use: (client: cassandra.Client) => Promise<T>,
): Promise<T> {
  const client = await connectCassandra(address);
  try {
    return await use(client);
  } catch (error) {
    throw isConnectionLost(error) ? connectionLost(error, address) : error;
  } finally {
    await client.shutdown().catch(() => undefined);
  }
}

/** Double-quotes an identifier for CQL. */
export function quoteCql(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Quotes a text for CQL. */
export function literalCql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Whether the driver could not connect for the login alone. */
export function isRefusedLogin(error: unknown): boolean {
  return hostErrors(error).some((one) => one instanceof cassandra.errors.AuthenticationError);
}

function isConnectionLost(error: unknown): boolean {
  return (
    error instanceof cassandra.errors.NoHostAvailableError || error instanceof cassandra.errors.OperationTimedOutError
  );
}

function connectionLost(error: unknown, address: CassandraAddress): OperatorError {
  return new OperatorError({
    kind: 'unreachable',
    resource: address.contactPoints.join(', '),
    message: `lost the connection to Cassandra: ${hostErrors(error).map(messageOf).join('; ') || messageOf(error)}`,
    hint: 'run the command again when Cassandra is back',
    cause: error,
  });
}

/** Whether a statement was refused because the login lacks a permission. */
export function isForbidden(error: unknown): boolean {
  return error instanceof cassandra.errors.ResponseError && error.code === unauthorized;
}

/** Why each host could not be used. */
function hostErrors(error: unknown): unknown[] {
  return error instanceof cassandra.errors.NoHostAvailableError ? Object.values(error.innerErrors as object) : [error];
}

function connectionFailure(error: unknown, address: CassandraAddress): OperatorError {
  const where = address.contactPoints.join(', ');
  if (isRefusedLogin(error)) {
    return new OperatorError({
      kind: 'unauthorised',
      message: 'Cassandra refused the login',
      resource: where,
      hint: 'check spec.cassandra.username and password',
      cause: error,
    });
  }
  const failure = tlsFailure(error, { system: 'Cassandra', resource: where, field: 'spec.cassandra.tls' });
  if (failure !== undefined) return failure;
  const text = hostErrors(error).map(messageOf).join('; ') || messageOf(error);
  if (/data ?center/i.test(text)) {
    return new OperatorError({
      kind: 'invalid',
      message: text,
      resource: where,
      hint: 'set spec.cassandra.localDataCenter to the name that `nodetool status` shows',
      cause: error,
    });
  }
  return new OperatorError({
    kind: 'unreachable',
    message: `cannot connect to Cassandra: ${text}${codeOf(error) === undefined ? '' : ` (${codeOf(error)})`}`,
    resource: where,
    hint: 'check spec.cassandra.contactPoints and spec.cassandra.tls; `cdcctl ps` shows the local stack',
    cause: error,
  });
}
