import {
  type Cause,
  type DifferenceKind,
  type RepairOutcome,
  type Scope,
  type TableReport,
} from '../../verify/report.js';

export const kindText: Record<DifferenceKind, string> = {
  missing: 'missing in PostgreSQL',
  extra: 'only in PostgreSQL',
  changed: 'differs',
};

/** The same after a number of rows. */
export const kindCountText: Record<DifferenceKind, string> = {
  missing: 'missing',
  extra: 'only in PostgreSQL',
  changed: 'changed',
};

/** What each cause means to somebody who sees its name for the first time. */
export const causeText: Record<Cause, string> = {
  'in-flight': 'was still changing when the time to look at it was over',
  'dead-letter': 'PostgreSQL refused an event of this row',
  'reconcile-queue': 'the row or its partition is queued to be read back',
  expired: 'PostgreSQL holds a value or row whose time to live is over',
  'static-column': 'only static columns differ, which the change log does not tell whole',
  'collection-delta': 'only collections differ, which the change log does not tell whole',
  'lost-event': 'Cassandra has a newer write than PostgreSQL knows of: it was lost, or is late, which cdcctl lag tells',
  'changed-in-postgresql': 'PostgreSQL has another value with the same write time: it was written by other means',
  unknown: 'nothing that is known explains it',
};

export const outcomeText: Record<RepairOutcome, string> = {
  planned: 'would be repaired',
  repaired: 'repaired',
  removed: 'removed from PostgreSQL',
  kept: 'kept in PostgreSQL',
  'moved-on': 'changed meanwhile',
  refused: 'refused by PostgreSQL',
  unread: 'not read again',
};

/** `1 row`, `1,234 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `5 dead-letter, 3 unknown`, the most frequent first. */
export function countsText<K extends string>(counts: Partial<Record<K, number>>, names?: Record<K, string>): string {
  return sortedCounts(counts)
    .map(([name, count]) => `${count.toLocaleString('en')} ${names?.[name] ?? name}`)
    .join(', ');
}

export function sortedCounts<K extends string>(counts: Partial<Record<K, number>>): [K, number][] {
  return (Object.entries(counts) as [K, number][]).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
}

/** What was compared where it was not all; whole sentences are made of it. */
export function scopeText(scope: Scope): string {
  switch (scope.kind) {
    case 'sample':
      return `${sampleText(scope.percent)} of the token ring and of the rows in PostgreSQL, drawn with seed ${scope.seed}`;
    case 'tokens':
      return tokensText(scope);
    case 'shard':
      return `shard ${scope.index} of ${scope.count}`;
  }
}

/** Where a count or a verdict holds: ` in a sample of 5 %`; nothing where it holds for the whole table. */
export function placeText(scope: Scope | null): string {
  switch (scope?.kind) {
    case undefined:
      return '';
    case 'sample':
      return ` in ${sampleText(scope.percent)}`;
    case 'tokens':
      return ' in a token range';
    case 'shard':
      return ` in shard ${scope.index} of ${scope.count}`;
  }
}

export function tokensText({ after, to }: { after: string; to: string }): string {
  return `tokens after ${after} up to ${to}`;
}

function sampleText(percent: number): string {
  return `a sample of ${percent.toLocaleString('en', { maximumFractionDigits: 6 })} %`;
}

/** Rows that `--repair` has made equal. */
export function repairedRows({ repair }: TableReport): number {
  if (repair === null || repair.dryRun) return 0;
  return (repair.outcomes.repaired ?? 0) + (repair.outcomes.removed ?? 0);
}

/** Differences that were found but are not listed. */
export function unlistedRows(report: TableReport): number {
  const found = report.differenceCount + report.inFlightCount + repairedRows(report);
  return Math.max(0, found - report.differences.length);
}
