import { withCassandra } from '../clients/cassandra.js';
import { withPostgres } from '../clients/postgres.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type ProgressListener } from '../progress.js';
import { type Consistency } from '../rows/consistency.js';
import { driverConsistency } from '../rows/driver-consistency.js';
import { readReplicatedTables } from '../tables/read-replicated-tables.js';
import { type BothSides } from './both-sides.js';
import { type Throttle } from './cassandra/scan.js';
import { comparedTable } from './compared-table.js';
import { checkHashes } from './postgresql/self-test.js';
import { prepareSession } from './postgresql/session.js';
import { Repairer, type RepairOptions } from './repair/repair.js';
import { type Scope, type TableReport, type VerifyReport } from './report.js';
import { type RunRecord } from './runs/run-record.js';
import { requireTokens } from './sides/scope.js';
import { verifyTable, type VerifyTableOptions } from './verify-table.js';

export interface VerifyOptions {
  /** Names in Cassandra of the tables to compare; all tables of the pipeline when absent. */
  tables?: string[];
  /** Names in Cassandra of the columns to compare beside the primary key; all when absent. */
  columns?: string[];
  /** Absent for the whole ring. */
  scope?: Scope | null;
  /** Differences to list for each table. */
  limit: number;
  /** How long a row that differs may take to become equal. */
  maxWaitMs: number;
  consistency: Consistency;
  throttle?: Throttle | undefined;
  /** Absent to write nothing. */
  repair?: RepairOptions | undefined;
  /** Where the run is noted, so that it can go on. */
  record?: RunRecord | undefined;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/**
 * Compares tables of pipelines in Cassandra with what people see in PostgreSQL, row by row and cell by cell.
 * @throws OperatorError when a side cannot be reached or a table or view is missing
 */
export async function verifyPipelines(pipelines: Pipeline[], options: VerifyOptions): Promise<VerifyReport> {
  const { record } = options;
  const report = await verifyReport(pipelines, options, (pipeline) => forEachTable(pipeline, options, verifyTable));
  record?.finish();
  return record === undefined ? report : { ...report, startedAt: record.startedAt };
}

/** Gathers the reports of all tables. */
export async function verifyReport(
  pipelines: Pipeline[],
  { scope = null, consistency }: VerifyOptions,
  verify: (pipeline: Pipeline) => Promise<TableReport[]>,
): Promise<VerifyReport> {
  const startedAt = new Date();
  const tables: TableReport[] = [];
  for (const pipeline of pipelines) tables.push(...(await verify(pipeline)));
  return {
    equal: tables.every(({ equal }) => equal),
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 100) / 10,
    consistency,
    scope,
    tables,
  };
}

/** Opens both systems and does something with each table, one after the other. */
export async function forEachTable(
  pipeline: Pipeline,
  options: VerifyOptions,
  use: (options: VerifyTableOptions) => Promise<TableReport>,
): Promise<TableReport[]> {
  const { scope = null, repair, signal, consistency } = options;
  return withCassandra(pipeline.cassandra, (cassandra) =>
    withPostgres(pipeline.postgresql, async (postgresql) => {
      await prepareSession(postgresql);
      await checkHashes(postgresql);
      const reports: TableReport[] = [];
      for (const replicated of await readReplicatedTables(cassandra, pipeline, options.tables)) {
        const table = comparedTable(pipeline, replicated, options.columns);
        if (scope?.kind === 'tokens') requireTokens(table);
        const sides = {
          pipeline,
          table,
          cassandra,
          postgresql,
          consistency: driverConsistency[consistency],
          signal,
        };
        reports.push(
          await withRepairer(sides, repair, (repairing) => use({ ...options, scope, sides, repair: repairing })),
        );
      }
      return reports;
    }),
  );
}

/** Repairs have a connection of their own: that of the comparison can only read. */
async function withRepairer<T>(
  sides: BothSides,
  options: RepairOptions | undefined,
  use: (repair: VerifyTableOptions['repair']) => Promise<T>,
): Promise<T> {
  if (options === undefined) return use(undefined);
  return withPostgres(sides.pipeline.postgresql, async (client) => {
    const repairer = new Repairer(sides, client, options);
    await repairer.requireTables();
    return use({ repairer, dryRun: options.dryRun });
  });
}
