import { type TableReport, type Verdict, type VerifyReport } from '../../verify/report.js';
import { lines, type Markup, markup } from '../page/markup.js';
import { tableVerdict } from './verdicts.js';
import { scopeText } from './wording.js';

export const badges: Record<Verdict, string> = { equal: '✓', different: '≠', inconclusive: '?', read: '…' };

/** The verdict on a table, told by sign, word and colour. */
export function badge(verdict: Verdict): Markup {
  return markup`<span class="badge ${verdict}"><span aria-hidden="true">${badges[verdict]}</span> ${verdict}</span>`;
}

/** What holds for the whole comparison. */
export function facts(report: VerifyReport): Markup {
  const { startedAt, seconds, consistency, scope, tables } = report;
  const pipelines = [...new Set(tables.map(({ pipeline }) => pipeline))];
  const compared: [string, string][] = [
    [pipelines.length === 1 ? 'Pipeline' : 'Pipelines', pipelines.join(', ')],
    ['Compared', scope === null ? 'all rows' : scopeText(scope)],
    ['Cassandra read at', consistency],
    ['Started', startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')],
    ['Took', durationText(seconds)],
  ];
  const items = compared.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return markup`<dl class="facts">${items}</dl>`;
}

/** A line for each table. */
export function summary(report: VerifyReport): Markup {
  return lines(
    markup`<section class="summary">`,
    markup`<h2 id="tables">Tables</h2>`,
    markup`<table aria-labelledby="tables">`,
    markup`<thead><tr><th scope="col">Cassandra</th><th scope="col">PostgreSQL</th><th scope="col" class="number">Source rows</th><th scope="col" class="number">Target rows</th><th scope="col">Verdict</th><th scope="col" class="number">Time</th></tr></thead>`,
    markup`<tbody>`,
    ...report.tables.map((table, index) => summaryRow(table, report, `table-${index + 1}`)),
    markup`</tbody>`,
    markup`</table>`,
    markup`</section>`,
  );
}

function summaryRow(table: TableReport, report: VerifyReport, id: string): Markup {
  const { keyspace, target, rows, verdict, seconds } = table;
  const told = tableVerdict(table, report);
  // The badge has said it where there is no more to tell.
  const more = told === verdict ? '' : told;
  return lines(
    markup`<tr>`,
    markup`<th scope="row" data-label="Cassandra"><a href="#${id}">${keyspace}.${table.table}</a></th>`,
    markup`<td data-label="PostgreSQL">${target}</td>`,
    markup`<td data-label="Source rows" class="number">${rows.cassandra.toLocaleString('en')}</td>`,
    markup`<td data-label="Target rows" class="number">${rows.postgresql.toLocaleString('en')}</td>`,
    markup`<td data-label="Verdict">${badge(verdict)} <span class="told">${more}</span></td>`,
    markup`<td data-label="Time" class="number">${durationText(seconds)}</td>`,
    markup`</tr>`,
  );
}

/** `1.3 s`, `2 min 5 s`, `3 h 20 min`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
