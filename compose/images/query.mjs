// Asks a database as clients do, for health checks: node query.mjs cassandra|postgresql
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire('/opt/cdcctl/package.json');
const system = process.argv[2];
if (system === 'cassandra') {
  const { Client } = require('cassandra-driver');
  const contactPoints = [`127.0.0.1:${process.env.CASSANDRA_PORT}`];
  const client = new Client({ contactPoints, localDataCenter: 'datacenter1' });
  await client.execute('SELECT release_version FROM system.local');
  await client.shutdown();
} else {
  const { Client } = require('pg');
  const { PGPORT, POSTGRES_DB, POSTGRES_PASSWORD_FILE, POSTGRES_USER } = process.env;
  const password = readFileSync(POSTGRES_PASSWORD_FILE, 'utf8').trim();
  const client = new Client({ host: '127.0.0.1', port: PGPORT, database: POSTGRES_DB, user: POSTGRES_USER, password });
  await client.connect();
  await client.query('SELECT 1');
  await client.end();
}
