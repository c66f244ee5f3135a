import { type TableReport } from './report.js';

/** One line about the outcome. */
export function verdictOf(report: TableReport): string {
  const { differenceCount, inFlightCount, unreadRanges, unreadRows, equal } = report;
  if (equal) return 'equal';
  const parts = [
    [differenceCount, 'row differs', 'rows differ'],
    [inFlightCount, 'row in flight', 'rows in flight'],
    [unreadRanges, 'token range unread', 'token ranges unread'],
    [unreadRows, 'row unread', 'rows unread'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`)
    .join(', ');
}
