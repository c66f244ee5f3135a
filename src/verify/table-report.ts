import { type BothSides } from './both-sides.js';
import { columnsOf } from './compared-table.js';
import { type Findings } from './differences/findings.js';
import { type Difference, type RepairReport, type RingPiece, type TableReport, type UnreadRange } from './report.js';

/** What a table's report is made of. */
export interface TableOutcome {
  sides: BothSides;
  rows: { cassandra: number; postgresql: number };
  /** Absent for a shard, which compares nothing. */
  findings?: Findings;
  unread: UnreadRange[];
  ring: RingPiece[];
  /** With --repair. */
  dryRun?: boolean | undefined;
  seconds: number;
}

export function tableReport({ sides, rows, findings, unread, ring, dryRun, seconds }: TableOutcome): TableReport {
  const { pipeline, table } = sides;
  const { differenceCount = 0, inFlightCount = 0, unreadRows = 0 } = findings ?? {};
  const isWhole = inFlightCount + unreadRows + unread.length === 0;
  const verdict =
    differenceCount > 0 ? 'different' : !isWhole ? 'inconclusive' : findings === undefined ? 'read' : 'equal';
  return {
    pipeline: pipeline.name,
    keyspace: table.keyspace,
    table: table.name,
    target: `${table.view.schema}.${table.view.name}`,
    equal: verdict === 'equal',
    verdict,
    columns: columnsOf(table).map(({ name }) => name),
    rows,
    differences: (findings?.listed ?? []).toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    differenceCount,
    kinds: findings?.kinds ?? {},
    causes: findings?.causes ?? {},
    inFlightCount,
    unreadRanges: unread,
    unreadRows,
    repair: repairReport(findings, dryRun),
    ring,
    seconds: Math.round(seconds * 10) / 10,
  };
}

function repairReport(findings: Findings | undefined, dryRun: boolean | undefined): RepairReport | null {
  return dryRun === undefined ? null : { dryRun, outcomes: findings?.outcomes ?? {} };
}

function sortKey({ key }: Difference): string {
  return JSON.stringify(Object.values(key));
}
