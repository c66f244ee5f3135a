import { Client } from 'cassandra-driver';
import { addressOptions, type CassandraAddress, isRefusedLogin } from '../../clients/cassandra.js';

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

async function probe(address: CassandraAddress): Promise<void> {
  const client = new Client({
    ...addressOptions(address),
    socketOptions: { connectTimeout: 3000, readTimeout: 5000 },
  });
  try {
    await client.connect();
    await client.execute('SELECT release_version FROM system.local');
  } finally {
    await client.shutdown();
  }
}
