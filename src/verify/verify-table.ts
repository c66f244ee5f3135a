import { about, type ProgressListener } from '../progress.js';
import { traced } from '../traced.js';
import { planTokenRanges, type TokenRange } from '../tables/token-ranges.js';
import { type BothSides } from './both-sides.js';
import { type Throttle } from './cassandra/scan.js';
import { compareSketches } from './compare.js';
import { Findings } from './differences/findings.js';
import { postgresFailure } from './postgresql/session.js';
import { type Repairer } from './repair/repair.js';
import { type Scope, type TableReport } from './report.js';
import { type RunRecord, recordKey } from './runs/run-record.js';
import { sampleTable } from './sample.js';
import { type ScanProgress, scanProgress } from './scan-progress.js';
import { readSource, readTarget, startSource, together } from './sides/read-sides.js';
import { Ring } from './sides/ring.js';
import { rangesInScope } from './sides/scope.js';
import { type SourceState, SourceSketch } from './sides/source-sketch.js';
import { tableReport } from './table-report.js';

export interface VerifyTableOptions {
  sides: BothSides;
  scope: Scope | null;
  /** Differences to list. */
  limit: number;
  /** How long a row that differs may take to become equal. */
  maxWaitMs: number;
  throttle?: Throttle | undefined;
  repair?: { repairer: Repairer; dryRun: boolean } | undefined;
  record?: RunRecord | undefined;
  onProgress: ProgressListener;
}

/** How often a record is written while a table is read. */
const saveEveryMs = 10_000;

/**
 * Compares one table with its view, or reads a shard of it.
 * @throws OperatorError where a side cannot be read at all; token ranges that cannot be read are reported instead
 */
export function verifyTable(options: VerifyTableOptions): Promise<TableReport> {
  const { pipeline, table } = options.sides;
  const attributes = { 'cdcctl.pipeline': pipeline.name, 'cdcctl.table': `${table.keyspace}.${table.name}` };
  return traced({ name: 'verify table', attributes }, async (note) => {
    const report = await verified(options);
    note({ 'cdcctl.verdict': report.verdict });
    return report;
  });
}

async function verified(options: VerifyTableOptions): Promise<TableReport> {
  const { sides, scope, record } = options;
  const key = recordKey(sides.pipeline.name, sides.table);
  const compared = record?.report(key);
  if (compared !== undefined) return compared;
  try {
    const run = new TableRun(options);
    const report =
      scope?.kind === 'sample' ? await run.sample(scope) : await run.compare(record?.source(key, sides.table));
    if (scope?.kind !== 'shard') record?.saveReport(key, report);
    return report;
  } catch (error) {
    throw postgresFailure(error, sides.table);
  }
}

/**
 * Compares what was read of Cassandra by others with the view.
 * @throws OperatorError where PostgreSQL cannot be read
 */
export async function compareSource(options: VerifyTableOptions, state: SourceState): Promise<TableReport> {
  try {
    return await new TableRun(options).compare(state);
  } catch (error) {
    throw postgresFailure(error, options.sides.table);
  }
}

class TableRun {
  private readonly started = performance.now();
  private readonly progress: ScanProgress;

  constructor(private readonly options: VerifyTableOptions) {
    const { sides, onProgress } = options;
    const { keyspace, name: table } = sides.table;
    this.progress = scanProgress(
      `verify ${keyspace}.${table}`,
      about({ pipeline: sides.pipeline.name, table }, onProgress),
    );
  }

  /** @param saved what was read before */
  async compare(saved?: SourceState): Promise<TableReport> {
    const { sides, scope, throttle, repair } = this.options;
    const { progress } = this;
    const ranges = await this.ranges();
    const state = saved ?? (await startSource(sides, { ranges, scope }));
    const source = new SourceSketch(sides.table, state, (rows) => progress.rows(rows, source.partDone()));
    progress.started(`${state.remaining.length} token ranges${saved === undefined ? '' : ' to go'}`);
    const readTheSource = (both: BothSides) => this.readSource(both, source);
    if (scope?.kind === 'shard') {
      await readTheSource(sides);
      return this.report({ rows: { cassandra: source.sketch.rows, postgresql: 0 }, source });
    }
    const target = await together(sides, readTheSource, (both) => readTarget(both, state, scope));
    const findings = this.findings(source.ring);
    await compareSketches({
      sides,
      source,
      target,
      ranges,
      throttle,
      findings,
      onRows: (rows) => progress.rows(rows),
    });
    return this.report({
      rows: { cassandra: source.sketch.rows, postgresql: target.rows },
      findings,
      source,
      dryRun: repair?.dryRun,
    });
  }

  async sample({ percent, seed }: { percent: number; seed: number }): Promise<TableReport> {
    const { sides, throttle, repair } = this.options;
    const { progress } = this;
    const ranges = await this.ranges();
    const ring = Ring.over(ranges);
    const findings = this.findings(ring);
    progress.started(`${ranges.length} token ranges, ${percent} % of the rows`);
    const unread: TableReport['unreadRanges'] = [];
    const rows = await sampleTable({
      sides,
      ranges,
      percent,
      seed,
      ring,
      throttle,
      found: (suspects) => findings.add(suspects),
      onUnread: (range) => unread.push(range),
      onRows: (count) => progress.rows(count),
    });
    await findings.settle();
    return this.report({ rows, findings, source: { unread, ring }, dryRun: repair?.dryRun });
  }

  private async ranges(): Promise<TokenRange[]> {
    const { sides, scope } = this.options;
    return rangesInScope(await planTokenRanges(sides.cassandra, sides.table), scope);
  }

  private findings(ring: Ring): Findings {
    const { sides, maxWaitMs, limit, repair } = this.options;
    return new Findings({
      sides,
      maxWaitMs,
      limit,
      repairer: repair?.repairer,
      onDifference: (token) => {
        if (token !== null) ring.addDifference(token);
      },
      onLooking: (rows) => this.progress.looking(rows),
    });
  }

  private async readSource(sides: BothSides, source: SourceSketch): Promise<void> {
    const { throttle, record } = this.options;
    let saved = performance.now();
    const save = (): void => {
      saved = performance.now();
      record?.saveSource(recordKey(sides.pipeline.name, sides.table), sides.table, source.state());
    };
    try {
      await readSource({
        sides,
        source,
        throttle,
        onRange: () => {
          if (performance.now() - saved > saveEveryMs) save();
        },
      });
    } finally {
      // Also when it was interrupted: what is read is read.
      save();
    }
  }

  private report(outcome: {
    rows: { cassandra: number; postgresql: number };
    findings?: Findings;
    source: { unread: TableReport['unreadRanges']; ring: Ring };
    dryRun?: boolean | undefined;
  }): TableReport {
    const { source, ...rest } = outcome;
    const report = tableReport({
      ...rest,
      sides: this.options.sides,
      unread: source.unread,
      ring: source.ring.report(),
      seconds: (performance.now() - this.started) / 1000,
    });
    this.progress.done(report.verdict);
    return report;
  }
}
