import { type ProgressListener } from '../progress.js';
import { type BothSides } from './both-sides.js';
import { assignCauses } from './causes.js';
import { planTokenRanges } from '../tables/token-ranges.js';
import { Findings } from './findings.js';
import { firstScan, type FirstScan } from './first-scan.js';
import { postgresFailure } from './postgresql/session.js';
import { scanProgress } from './scan-progress.js';
import { searchDifferences } from './search-differences.js';
import { type Difference, type TableReport } from './report.js';
import { verdictOf } from './verdict.js';

export interface VerifyTableOptions {
  sides: BothSides;
  pipeline: string;
  /** Differences to list. */
  limit: number;
  /** How long a row that differs may take to become equal. */
  maxWaitMs: number;
  onProgress: ProgressListener;
}

/**
 * Compares one table with its view.
 * @throws OperatorError where a side cannot be read at all; token ranges that cannot be read are counted instead
 */
export async function verifyTable(options: VerifyTableOptions): Promise<TableReport> {
  const { table } = options.sides;
  const started = performance.now();
  const progress = scanProgress(`verify ${table.keyspace}.${table.name}`, options.onProgress);
  const findings = new Findings(options);
  try {
    const ranges = await planTokenRanges(options.sides.cassandra, table);
    progress.started(`${ranges.length} token ranges`);
    const scan = await firstScan(options.sides, ranges, progress.rows);
    const unreadRanges = Math.max(
      scan.unreadRanges,
      await searchDifferences({ sides: options.sides, scan, ranges, findings }),
    );
    await assignCauses(options.sides.postgresql, table, findings.listed);
    const report = reportOf(options, { scan, findings, unreadRanges, seconds: (performance.now() - started) / 1000 });
    progress.done(verdictOf(report));
    return report;
  } catch (error) {
    throw postgresFailure(error, table);
  }
}

interface Outcome {
  scan: FirstScan;
  findings: Findings;
  unreadRanges: number;
  seconds: number;
}

function reportOf({ sides, pipeline }: VerifyTableOptions, outcome: Outcome): TableReport {
  const { scan, findings, unreadRanges, seconds } = outcome;
  const { table } = sides;
  const { differenceCount, inFlightCount, unreadRows } = findings;
  return {
    pipeline,
    keyspace: table.keyspace,
    table: table.name,
    target: `${table.view.schema}.${table.view.name}`,
    equal: differenceCount + inFlightCount + unreadRows + unreadRanges === 0,
    rows: { cassandra: scan.cassandra.rows, postgresql: scan.postgresql.rows },
    differences: findings.listed.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    differenceCount,
    inFlightCount,
    unreadRanges,
    unreadRows,
    seconds: Math.round(seconds * 10) / 10,
  };
}

function sortKey({ key }: Difference): string {
  return JSON.stringify(Object.values(key));
}
