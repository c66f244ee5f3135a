import { table } from '../output/table.js';
import { type TableReport, type VerifyReport } from '../verify/report.js';
import { mendsOf, unreadStretches } from './verify-report/next-commands.js';
import { escapeInvisible } from './verify-report/quote.js';
import { renderDifference } from './verify-report/text-differences.js';
import { finalVerdict, tableVerdict } from './verify-report/verdicts.js';
import {
  counted,
  countsText,
  kindCountText,
  outcomeText,
  scopeText,
  tokensText,
  unlistedRows,
} from './verify-report/wording.js';

/** Stretches of unread tokens that are listed; the JSON result has all ranges. */
const shownStretches = 20;

/** The result of `verify` for people: a line for each table, what was found in it, a verdict. */
export function renderVerifyReport(report: VerifyReport): string {
  const rows = report.tables.map((one) => [
    `${one.keyspace}.${one.table}`,
    one.target,
    one.rows.cassandra.toLocaleString('en'),
    one.rows.postgresql.toLocaleString('en'),
    tableVerdict(one, report),
    `${one.seconds.toFixed(1)} s`,
  ]);
  return [
    table(['cassandra', 'postgresql', 'source rows', 'target rows', 'verdict', 'time'], rows),
    ...report.tables.flatMap((one) => {
      const details = renderDetails(one);
      return details.length === 0 ? [] : ['', `${one.keyspace}.${one.table}`, ...details];
    }),
    '',
    ...(report.scope === null ? [] : [`compared: ${scopeText(report.scope)}`]),
    finalVerdict(report),
  ].join('\n');
}

/** What was found in a table, line by line; no line for one that is equal. */
export function renderDetails(report: TableReport): string[] {
  return [
    ...report.differences.flatMap(renderDifference),
    ...renderCounts(report),
    ...renderUnread(report),
    ...renderRepair(report),
    ...renderMends(report),
  ];
}

function renderCounts(report: TableReport): string[] {
  const unlisted = unlistedRows(report);
  if (unlisted === 0) return [];
  return [
    `  … and ${unlisted.toLocaleString('en')} more (--limit)`,
    `  all ${report.differenceCount.toLocaleString('en')}: ${countsText(report.kinds, kindCountText)}`,
    `  causes: ${countsText(report.causes)}`,
  ];
}

function renderUnread(report: TableReport): string[] {
  const stretches = unreadStretches(report);
  const hidden = stretches.length - shownStretches;
  return [
    ...stretches.slice(0, shownStretches).flatMap((one) => {
      const ranges = one.ranges === 1 ? '' : ` (${counted(one.ranges, 'range')})`;
      return [
        `  unread: ${tokensText(one)}${ranges}: ${escapeInvisible(one.failure)}`,
        `    again: ${escapeInvisible(one.command)}`,
      ];
    }),
    ...(hidden > 0 ? [`  … and ${counted(hidden, 'more stretch', 'more stretches')} of tokens (-o json)`] : []),
    ...(report.unreadRows > 0 ? [`  unread: ${counted(report.unreadRows, 'row')} could not be looked at again`] : []),
  ];
}

function renderRepair({ repair }: TableReport): string[] {
  if (repair === null) return [];
  const outcomes = countsText(repair.outcomes, outcomeText);
  return [`  repair${repair.dryRun ? ' (dry run)' : ''}: ${outcomes === '' ? 'nothing to do' : outcomes}`];
}

function renderMends(report: TableReport): string[] {
  const mends = mendsOf(report.differences).map((mend) => ({ ...mend, command: escapeInvisible(mend.command) }));
  const width = Math.max(...mends.map(({ command }) => command.length));
  const listed = unlistedRows(report) > 0 ? ' of those listed' : '';
  return mends.map(
    ({ command, rows, causes }) =>
      `  mend: ${command.padEnd(width)}   (${counted(rows, 'row')}${listed}: ${causes.join(', ')})`,
  );
}
