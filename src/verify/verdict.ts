import { type TableReport } from './report.js';

/** One line about the outcome. */
export function verdictOf(report: TableReport): string {
  const { differenceCount, inFlightCount, unreadRanges, unreadRows, equal } = report;
  if (equal) return 'equal';
  const parts = [
    [differenceCount, differenceCount === 1 ? 'row differs' : 'rows differ'],
    [inFlightCount, 'in flight'],
    [unreadRanges, 'token ranges unread'],
    [unreadRows, 'rows unread'],
  ] as const;
  return parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
}
