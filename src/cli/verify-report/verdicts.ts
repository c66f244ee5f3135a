import { type TableReport, type Verdict, type VerifyReport } from '../../verify/report.js';
import { counted, placeText, repairedRows, scopeText } from './wording.js';

/** The outcome of a table in one line; it says where it holds when not all was compared. */
export function tableVerdict(report: TableReport, { scope }: Pick<VerifyReport, 'scope'>): string {
  const { verdict, differenceCount, inFlightCount, unreadRanges, unreadRows, rows } = report;
  const parts = [
    ...(verdict === 'equal' || verdict === 'read' ? [verdict] : []),
    ...(differenceCount > 0 ? [counted(differenceCount, 'row differs', 'rows differ')] : []),
    ...(inFlightCount > 0 ? [counted(inFlightCount, 'row in flight', 'rows in flight')] : []),
    ...(unreadRanges.length > 0 ? [counted(unreadRanges.length, 'token range unread', 'token ranges unread')] : []),
    ...(unreadRows > 0 ? [counted(unreadRows, 'row unread', 'rows unread')] : []),
    ...(repairedRows(report) > 0 ? [counted(repairedRows(report), 'row repaired', 'rows repaired')] : []),
  ];
  const nothing = scope !== null && verdict === 'equal' && rows.cassandra + rows.postgresql === 0;
  return `${parts.join(', ') || verdict}${placeText(scope)}${nothing ? ' without rows' : ''}`;
}

/** The verdict on all tables together: a difference stays true whatever else could not be read. */
export function overallVerdict({ equal, tables }: VerifyReport): Verdict {
  const has = (verdict: Verdict) => tables.some((table) => table.verdict === verdict);
  if (has('different')) return 'different';
  if (has('inconclusive')) return 'inconclusive';
  if (has('read')) return 'read';
  return equal && tables.length > 0 ? 'equal' : 'inconclusive';
}

/** The verdict on all tables in one sentence, which claims no more than was compared. */
export function finalVerdict(report: VerifyReport): string {
  const { scope, tables } = report;
  const place = scope === null ? '' : ` in ${scopeText(scope)}`;
  switch (overallVerdict(report)) {
    case 'equal':
      return equalText(report);
    case 'different':
      return `different: ${differentText(tables)}${place}`;
    case 'read':
      return `read${place}: whether all shards together are equal, cdcctl verify merge tells`;
    case 'inconclusive':
      return tables.length === 0
        ? 'inconclusive: no table was compared'
        : `inconclusive: no difference was found${place}, but not every row could be compared`;
  }
}

function equalText({ scope, tables }: VerifyReport): string {
  const repaired = tables.reduce((sum, table) => sum + repairedRows(table), 0);
  const after = repaired === 0 ? '' : ` after ${counted(repaired, 'row was', 'rows were')} repaired`;
  return scope === null
    ? `equal${after}: every row in Cassandra is in PostgreSQL with the same values, and no other`
    : `equal${after} in ${scopeText(scope)}: every row there has the same values on both sides; no other row was compared`;
}

function differentText(tables: TableReport[]): string {
  const different = tables.filter(({ verdict }) => verdict === 'different');
  const rows = different.reduce((sum, { differenceCount }) => sum + differenceCount, 0);
  const where = tables.length === 1 ? '' : ` in ${different.length} of ${tables.length} tables`;
  const unread = tables.some((table) => table.inFlightCount + table.unreadRanges.length + table.unreadRows > 0);
  return `${counted(rows, 'row')}${where}${unread ? ', and not all rows could be compared' : ''}`;
}
