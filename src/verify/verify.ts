import { withCassandra } from '../clients/cassandra.js';
import { withPostgres } from '../clients/postgres.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type ProgressListener } from '../progress.js';
import { readReplicatedTables } from '../tables/read-replicated-tables.js';
import { type Consistency } from '../rows/consistency.js';
import { driverConsistency } from '../rows/driver-consistency.js';
import { comparedTable } from './compared-table.js';
import { checkHashes } from './postgresql/self-test.js';
import { prepareSession } from './postgresql/session.js';
import { type TableReport, type VerifyReport } from './report.js';
import { verifyTable } from './verify-table.js';

export interface VerifyOptions {
  /** Names in Cassandra of the tables to compare; all tables of the pipeline when absent. */
  tables?: string[];
  /** Differences to list for each table. */
  limit: number;
  /** How long a row that differs may take to become equal. */
  maxWaitMs: number;
  consistency: Consistency;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/**
 * Compares tables of a pipeline in Cassandra with what people see in PostgreSQL, row by row and cell by cell.
 * @throws OperatorError when a side cannot be reached or a table or view is missing
 */
export async function verifyPipeline(pipeline: Pipeline, options: VerifyOptions): Promise<VerifyReport> {
  return withCassandra(pipeline.cassandra, (cassandra) =>
    withPostgres(pipeline.postgresql, async (postgresql) => {
      await prepareSession(postgresql);
      await checkHashes(postgresql);
      const consistency = driverConsistency[options.consistency];
      const tables: TableReport[] = [];
      for (const replicated of await readReplicatedTables(cassandra, pipeline, options.tables)) {
        const sides = {
          table: comparedTable(pipeline, replicated),
          cassandra,
          postgresql,
          consistency,
          signal: options.signal,
        };
        tables.push(await verifyTable({ ...options, sides, pipeline: pipeline.name }));
      }
      return { equal: tables.every(({ equal }) => equal), tables };
    }),
  );
}
