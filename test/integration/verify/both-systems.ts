import { randomBytes } from 'node:crypto';
import { type Client as CassandraClient } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { connectPostgres } from '../../../src/clients/postgres.js';
import { type Pipeline, type TableSettings } from '../../../src/pipeline/pipeline.js';
import { type TableReport } from '../../../src/verify/report.js';
import { verifyPipelines, type VerifyOptions } from '../../../src/verify/verify.js';

/** A keyspace and a schema of their own on the running stack, and the pipeline between them. */
export interface BothSystems {
  name: string;
  cassandra: CassandraClient;
  postgresql: PostgresClient;
  /** Creates a captured table; `%` in the statements stands for keyspace or schema. */
  cql: (statement: string) => Promise<unknown>;
  sql: (statement: string) => Promise<unknown>;
  verify: (table: string, options?: Partial<VerifyOptions>, columns?: { exclude: string[] }) => Promise<TableReport>;
  close: () => Promise<void>;
}

export async function openBothSystems(): Promise<BothSystems> {
  const name = `verify_${randomBytes(4).toString('hex')}`;
  const database = new URL(required('DATABASE_URL'));
  const cassandraAddress = {
    contactPoints: required('CASSANDRA_CONTACT_POINTS').split(','),
    localDataCenter: required('CASSANDRA_LOCAL_DC'),
  };
  const postgresAddress = {
    host: database.hostname,
    port: Number(database.port),
    database: database.pathname.slice(1),
    username: database.username,
    password: database.password,
  };
  const cassandra = await connectCassandra(cassandraAddress);
  const postgresql = await connectPostgres(postgresAddress);
  const cql = (statement: string) => cassandra.execute(statement.replaceAll('%', name));
  const sql = (statement: string) => postgresql.query(statement.replaceAll('%', name));
  await cql(`CREATE KEYSPACE % WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  await sql('CREATE SCHEMA %');
  return {
    name,
    cassandra,
    postgresql,
    cql,
    sql,
    verify: async (table, options = {}, columns = { exclude: [] }) => {
      const pipeline = {
        name: 'test',
        cassandra: { ...cassandraAddress, keyspace: name },
        postgresql: { ...postgresAddress, schema: name },
        tables: [settingsOf(table, columns.exclude)],
      } as unknown as Pipeline;
      const report = await verifyPipelines([pipeline], {
        limit: 100,
        maxWaitMs: 100,
        consistency: 'LOCAL_QUORUM',
        onProgress: () => undefined,
        signal: new AbortController().signal,
        ...options,
      });
      return report.tables[0]!;
    },
    close: async () => {
      await cql('DROP KEYSPACE %');
      await sql('DROP SCHEMA % CASCADE');
      await cassandra.shutdown();
      await postgresql.end();
    },
  };
}

function settingsOf(name: string, exclude: string[]): TableSettings {
  return { name, target: name, columns: { exclude, rename: {}, type: {} }, sink: { batchSize: 500 } };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the stack's environment is missing`);
  return value;
}
