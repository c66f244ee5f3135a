import { randomBytes } from 'node:crypto';
import { type Client as CassandraClient } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { silent } from '../../../src/progress.js';
import { bookkeepingSql, tableSql } from '../../../src/render/postgresql/postgresql.js';
import { driverConsistency } from '../../../src/rows/driver-consistency.js';
import { snapshotTables } from '../../../src/snapshot/snapshot.js';
import { readReplicatedTables } from '../../../src/tables/read-replicated-tables.js';
import { type BothSides } from '../../../src/verify/both-sides.js';
import { comparedTable } from '../../../src/verify/compared-table.js';
import { type TableReport } from '../../../src/verify/report.js';
import { verifyPipelines, type VerifyOptions } from '../../../src/verify/verify.js';
import { createTestDatabase } from '../../support/database.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';

/** Tables of Cassandra and what `deploy` makes of them in PostgreSQL, with no connectors between: events come by hand. */
export interface DeployedTables {
  pipeline: Pipeline;
  cassandra: CassandraClient;
  postgresql: PostgresClient;
  /** `%` stands for the keyspace, and in SQL for the schema. */
  cql: (statement: string) => Promise<unknown>;
  sql: (statement: string) => Promise<Record<string, unknown>[]>;
  /** Loads what is in Cassandra into PostgreSQL. */
  load: () => Promise<void>;
  /** Gives the sink's inlet of a table an event as the source writes it. */
  deliver: (table: string, event: Event) => Promise<void>;
  verify: (table: string, options?: Partial<VerifyOptions>) => Promise<TableReport>;
  sides: (table: string) => BothSides;
  close: () => Promise<void>;
}

export interface Event {
  op: 'i' | 'u' | 'd';
  /** Write time in microseconds. */
  ts: bigint;
  /** Columns that the statement sets. */
  cells: Record<string, unknown>;
  /** The columns that it does not. */
  untouched: string[];
}

/** @param statements CREATE TABLE, with `%` for the keyspace */
export async function deployTables(tables: string[], statements: string[]): Promise<DeployedTables> {
  const keyspace = `verify_${randomBytes(4).toString('hex')}`;
  const pipelineOnServer = testPipeline(
    keyspace,
    tables.map((table) => tableSettings(table)),
  );
  const pipeline = {
    ...pipelineOnServer,
    postgresql: { ...pipelineOnServer.postgresql, database: keyspace },
  };
  const database = await createTestDatabase(keyspace);
  const { client: postgresql } = database;
  const cassandra = await connectCassandra(pipeline.cassandra);
  const cql = (statement: string) => cassandra.execute(statement.replaceAll('%', keyspace));
  await cql(`CREATE KEYSPACE % WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`);
  for (const statement of statements) await cql(statement);
  const replicated = await readReplicatedTables(cassandra, pipeline);
  for (const { sql } of [bookkeepingSql(pipeline), ...replicated.flatMap((table) => tableSql(pipeline, table))]) {
    await postgresql.query(sql);
  }
  return {
    pipeline,
    cassandra,
    postgresql,
    cql,
    sql: async (statement) =>
      (await postgresql.query<Record<string, unknown>>(statement.replaceAll('%', keyspace))).rows,
    load: async () => {
      await snapshotTables({
        cassandra,
        postgres: postgresql,
        pipeline,
        tables: replicated,
        which: 'all',
        consistency: driverConsistency.LOCAL_QUORUM,
        onProgress: silent,
      });
    },
    deliver: async (table, { op, ts, cells, untouched }) => {
      const cell = (value: unknown) => ({ value, deletion_ts: null, set: true });
      const event = {
        ...Object.fromEntries(untouched.map((name) => [name, null])),
        ...Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, cell(value)])),
        __op: op,
        __source_ts_us: Number(ts),
      };
      await postgresql.query(`INSERT INTO ${keyspace}_cdc.${table}_inlet (event) VALUES ($1)`, [JSON.stringify(event)]);
    },
    verify: async (table, options = {}) => {
      const { tables: reports } = await verifyPipelines([pipeline], {
        tables: [table],
        limit: 100,
        maxWaitMs: 200,
        consistency: 'LOCAL_QUORUM',
        onProgress: silent,
        signal: new AbortController().signal,
        ...options,
      });
      return reports[0]!;
    },
    sides: (table) => ({
      pipeline,
      table: comparedTable(
        pipeline,
        replicated.find(({ source }) => source.name === table)!,
      ),
      cassandra,
      postgresql,
      consistency: driverConsistency.LOCAL_QUORUM,
      signal: new AbortController().signal,
    }),
    close: async () => {
      await database.drop();
      await cql('DROP KEYSPACE %');
      await cassandra.shutdown();
    },
  };
}
