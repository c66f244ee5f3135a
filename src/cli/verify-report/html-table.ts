import { type TableReport, type VerifyReport } from '../../verify/report.js';
import { differenceItem } from './html-difference.js';
import { ringFigure } from './html-ring.js';
import { badge, durationText } from './html-summary.js';
import { causesTable, mendsTable, unreadTable } from './html-findings.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { tableVerdict } from './verdicts.js';
import { counted, countsText, outcomeText, unlistedRows } from './wording.js';

/** Everything about one table, under an id that the summary links to. */
export function tableSection(table: TableReport, report: VerifyReport, id: string): Markup {
  const { keyspace, target, verdict } = table;
  const findings = lines(causesTable(table), mendsTable(table), unreadTable(table));
  const layout = findings.text === '' ? 'overview compact' : 'overview';
  return lines(
    markup`<section class="table" id="${id}" aria-labelledby="${id}-name">`,
    markup`<h2 id="${id}-name">${keyspace}.${table.table} <span class="target"><span aria-hidden="true">→</span> ${target}</span> ${badge(verdict)}</h2>`,
    markup`<div class="${layout}">`,
    ringFigure(table, report, id),
    markup`<div class="findings">`,
    tableFacts(table, report),
    findings,
    markup`</div>`,
    markup`</div>`,
    differences(table),
    markup`</section>`,
  );
}

function tableFacts(table: TableReport, report: VerifyReport): Markup {
  const { rows, columns, repair, unreadRows } = table;
  const told = tableVerdict(table, report);
  const outcomes = repair === null ? '' : countsText(repair.outcomes, outcomeText);
  const facts: [string, Markup | string][] = [
    // The badge has said it where there is no more to tell.
    ['Verdict', told === table.verdict ? '' : told],
    [
      'Rows',
      `${rows.cassandra.toLocaleString('en')} in Cassandra, ${rows.postgresql.toLocaleString('en')} in PostgreSQL`,
    ],
    ['Columns', columnsText(columns)],
    ['Unread rows', unreadRows === 0 ? '' : `${counted(unreadRows, 'row')} could not be looked at again`],
    [repair?.dryRun ? 'Repair (dry run)' : 'Repair', repair !== null && outcomes === '' ? 'nothing to do' : outcomes],
    ['Time', durationText(table.seconds)],
  ];
  const items = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return markup`<dl class="about">${items}</dl>`;
}

/** Columns whose names are all shown at once. */
const shownColumns = 12;

function columnsText(columns: string[]): Markup | string {
  const names = columns.join(', ');
  if (columns.length <= shownColumns) return names;
  return markup`<details><summary>${counted(columns.length, 'column')} compared</summary>${names}</details>`;
}

function differences(table: TableReport): Markup {
  const listed = table.differences.length;
  const unlisted = unlistedRows(table);
  if (listed + unlisted === 0) return nothing;
  const count =
    unlisted === 0
      ? counted(listed, 'row')
      : `${listed.toLocaleString('en')} listed of ${counted(listed + unlisted, 'row')}`;
  return lines(
    markup`<h3>Differences <span class="count">${count}</span></h3>`,
    listed === 0 ? nothing : markup`<ol class="differences">`,
    ...table.differences.map(differenceItem),
    listed === 0 ? nothing : markup`</ol>`,
    unlisted === 0
      ? nothing
      : markup`<p class="more">… and ${unlisted.toLocaleString('en')} more: <code>--limit</code> lists them</p>`,
  );
}
