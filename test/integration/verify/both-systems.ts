import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client as CassandraClient } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { connectPostgres } from '../../../src/clients/postgres.js';
import { type Pipeline, type TableSettings } from '../../../src/pipeline/pipeline.js';
import { type TableReport, type VerifyReport } from '../../../src/verify/report.js';
import { verifyPipelines, type VerifyOptions } from '../../../src/verify/verify.js';
import { cdcctl, type CliRun, dataOf } from '../../support/cli.js';
import { stackOfTests } from '../../support/stack.js';

/** A keyspace and a schema of their own on the running stack, and the pipeline between them. */
export interface BothSystems {
  name: string;
  cassandra: CassandraClient;
  postgresql: PostgresClient;
  /** Creates a captured table; `%` in the statements stands for keyspace or schema. */
  cql: (statement: string) => Promise<unknown>;
  sql: (statement: string) => Promise<unknown>;
  verify: (table: string, options?: Partial<VerifyOptions>, columns?: { exclude: string[] }) => Promise<TableReport>;
  report: (table: string, options?: Partial<VerifyOptions>, columns?: { exclude: string[] }) => Promise<VerifyReport>;
  /** Runs `verify …` as a command line with a definition of this table alone. */
  run: (table: string, ...argv: string[]) => Promise<CliRun & { report: VerifyReport | null }>;
  /** A directory of this test's own. */
  directory: string;
  close: () => Promise<void>;
}

export async function openBothSystems(): Promise<BothSystems> {
  const name = `verify_${randomBytes(4).toString('hex')}`;
  const directory = mkdtempSync(join(tmpdir(), 'cdcctl-verify-'));
  const { cassandra: cassandraAddress, postgresql: postgresAddress } = stackOfTests();
  const cassandra = await connectCassandra(cassandraAddress);
  const postgresql = await connectPostgres(postgresAddress);
  const cql = (statement: string) => cassandra.execute(statement.replaceAll('%', name));
  const sql = (statement: string) => postgresql.query(statement.replaceAll('%', name));
  await cql(`CREATE KEYSPACE % WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  await sql('CREATE SCHEMA %');
  const report: BothSystems['report'] = async (table, options = {}, columns = { exclude: [] }) => {
    const pipeline = {
      name: 'test',
      cassandra: { ...cassandraAddress, keyspace: name },
      postgresql: { ...postgresAddress, schema: name },
      tables: [settingsOf(table, columns.exclude)],
    } as unknown as Pipeline;
    return verifyPipelines([pipeline], {
      limit: 100,
      maxWaitMs: 100,
      consistency: 'LOCAL_QUORUM',
      onProgress: () => undefined,
      signal: new AbortController().signal,
      ...options,
    });
  };
  return {
    name,
    cassandra,
    postgresql,
    cql,
    sql,
    directory,
    report,
    verify: async (...args) => (await report(...args)).tables[0]!,
    run: async (table, ...argv) => {
      const file = join(directory, `${table}.yaml`);
      const definition = definitionOf(table, {
        cassandra: { ...cassandraAddress, keyspace: name },
        postgresql: { ...postgresAddress, schema: name },
      });
      writeFileSync(file, JSON.stringify(definition));
      const run = await cdcctl(['verify', ...argv, '-f', file, '-o', 'json'], { cwd: directory });
      return { ...run, report: run.stdout === '' ? null : dataOf<VerifyReport | null>(run) };
    },
    close: async () => {
      await cql('DROP KEYSPACE %');
      await sql('DROP SCHEMA % CASCADE');
      await cassandra.shutdown();
      await postgresql.end();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A definition as people write it; of what it names, verify needs the databases alone. */
function definitionOf(table: string, databases: Record<'cassandra' | 'postgresql', object>): object {
  const node = {
    id: 'node1',
    connectUrl: 'http://127.0.0.1:1',
    driverConfig: '/none',
    relocationDirectory: '/none',
    offsetDirectory: '/none',
  };
  return {
    apiVersion: 'cdcctl/v1',
    kind: 'Pipeline',
    metadata: { name: 'test' },
    spec: {
      ...databases,
      source: { nodes: [node] },
      kafka: { bootstrapServers: ['127.0.0.1:1'] },
      schemaRegistry: { url: 'http://127.0.0.1:1' },
      connect: { url: 'http://127.0.0.1:1' },
      tables: [{ name: table }],
    },
  };
}

function settingsOf(name: string, exclude: string[]): TableSettings {
  return { name, target: name, columns: { exclude, rename: {}, type: {} }, sink: { batchSize: 500, connector: {} } };
}
