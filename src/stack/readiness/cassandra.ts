import { Client, errors } from 'cassandra-driver';
import { type CassandraAddress } from '../../clients/cassandra.js';
import { tlsOptions } from '../../clients/tls.js';

/** The login that a new Cassandra has, until `up` gives it another. */
export const firstLogin = { username: 'cassandra', password: 'cassandra' };

export async function probeCassandra(address: CassandraAddress): Promise<void> {
  try {
    await probe(address);
  } catch (error) {
    if (!isRefusedLogin(error)) throw error;
    await probe({ ...address, ...firstLogin });
  }
}

/** Whether a driver could not connect for the login alone. */
function isRefusedLogin(error: unknown): boolean {
  return (
    error instanceof errors.NoHostAvailableError &&
    Object.values(error.innerErrors as object).some((inner) => inner instanceof errors.AuthenticationError)
  );
}

async function probe({ contactPoints, localDataCenter, username, password, tls }: CassandraAddress): Promise<void> {
  const client = new Client({
    contactPoints,
    ...(localDataCenter === undefined ? {} : { localDataCenter }),
    ...(username === undefined ? {} : { credentials: { username, password: password ?? '' } }),
    ...(tls === undefined ? {} : { sslOptions: tlsOptions(tls, 'the local stack') }),
    socketOptions: { connectTimeout: 3000, readTimeout: 5000 },
  });
  try {
    await client.connect();
    await client.execute('SELECT release_version FROM system.local');
  } finally {
    await client.shutdown();
  }
}
