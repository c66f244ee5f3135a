import { type TableReport } from '../../verify/report.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { mendsOf, unreadStretches } from './next-commands.js';
import { causeText, kindCountText, sortedCounts, unlistedRows } from './wording.js';

/** How many rows differ by what, and what the causes mean. */
export function causesTable({ kinds, causes, inFlightCount }: TableReport): Markup {
  const counts = sortedCounts({ ...causes, 'in-flight': (causes['in-flight'] ?? 0) + inFlightCount });
  if (counts.length === 0) return nothing;
  const byKind = sortedCounts(kinds).map(
    ([kind, count]) => markup`<li><b>${count.toLocaleString('en')}</b> ${kindCountText[kind]}</li>`,
  );
  return lines(
    markup`<h3>What differs</h3>`,
    byKind.length === 0 ? nothing : markup`<ul class="kinds">${byKind}</ul>`,
    listing(
      ['Cause', 'Rows', 'What it means'],
      counts.map(([cause, count]) => [markup`<b>${cause}</b>`, count.toLocaleString('en'), causeText[cause]]),
    ),
  );
}

/** The commands that mend the listed rows. */
export function mendsTable(table: TableReport): Markup {
  const mends = mendsOf(table.differences);
  if (mends.length === 0) return nothing;
  return lines(
    markup`<h3>What mends it</h3>`,
    listing(
      ['Command', unlistedRows(table) > 0 ? 'Listed rows' : 'Rows', 'Causes'],
      mends.map(({ command, rows, causes }) => [
        markup`<code>${command}</code>`,
        rows.toLocaleString('en'),
        causes.join(', '),
      ]),
    ),
  );
}

/** Token ranges that could not be read, and the commands that read them again. */
export function unreadTable(table: TableReport): Markup {
  const stretches = unreadStretches(table);
  if (stretches.length === 0) return nothing;
  return lines(
    markup`<h3>What could not be read</h3>`,
    listing(
      ['Tokens', 'Ranges', 'Failure, and the command that reads them again'],
      stretches.map(({ after, to, ranges, failure, command }) => [
        markup`after <span class="token">${after}</span> up to <span class="token">${to}</span>`,
        ranges.toLocaleString('en'),
        markup`${failure}<br><code>${command}</code>`,
      ]),
    ),
  );
}

/** A table of three columns whose second is a number. */
function listing(head: [string, string, string], rows: [Markup, string, Markup | string][]): Markup {
  const [first, second, third] = head;
  return lines(
    markup`<table class="listing">`,
    markup`<thead><tr><th scope="col">${first}</th><th scope="col" class="number">${second}</th><th scope="col">${third}</th></tr></thead>`,
    markup`<tbody>`,
    ...rows.map(
      ([name, count, text]) =>
        markup`<tr><td>${name}</td><td class="number" data-label="${second}">${count}</td><td>${text}</td></tr>`,
    ),
    markup`</tbody>`,
    markup`</table>`,
  );
}
