import { Client } from 'cassandra-driver';
import { localDataCenter } from '../services.js';

export async function probeCassandra(port: number): Promise<void> {
  const client = new Client({
    contactPoints: [`127.0.0.1:${port}`],
    localDataCenter,
    socketOptions: { connectTimeout: 3000, readTimeout: 5000 },
  });
  try {
    await client.connect();
    await client.execute('SELECT release_version FROM system.local');
  } finally {
    await client.shutdown();
  }
}
