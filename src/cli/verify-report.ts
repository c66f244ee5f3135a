import { table } from '../output/table.js';
import { type Difference, type TableReport, type VerifyReport } from '../verify/report.js';
const verdictOf = (r: TableReport) => r.verdict;

/** Characters of a value that are shown; the JSON result has all of them. */
const shownCharacters = 100;
const contextCharacters = 20;

/** The result of `verify` for people: a line for each table, the differences, a verdict. */
export function renderVerifyReport({ equal, tables }: VerifyReport): string {
  const rows = tables.map((one) => [
    `${one.keyspace}.${one.table}`,
    one.target,
    one.rows.cassandra.toLocaleString('en'),
    one.rows.postgresql.toLocaleString('en'),
    verdictOf(one),
    `${one.seconds.toFixed(1)} s`,
  ]);
  return [
    table(['cassandra', 'postgresql', 'source rows', 'target rows', 'verdict', 'time'], rows),
    ...tables.flatMap(renderDifferences),
    '',
    finalVerdict(equal, tables),
  ].join('\n');
}

function renderDifferences(report: TableReport): string[] {
  if (report.differences.length === 0) return [];
  const total = report.differenceCount + report.inFlightCount;
  const hidden = total - report.differences.length;
  return [
    '',
    `${report.keyspace}.${report.table}`,
    ...report.differences.flatMap(renderDifference),
    ...(hidden > 0 ? [`  … and ${hidden.toLocaleString('en')} more (--limit)`] : []),
  ];
}

function renderDifference({ kind, key, columns, cause }: Difference): string[] {
  const named = Object.entries(key).map(([name, value]) => `${name}=${quoteWhereNeeded(value)}`);
  const what = { missing: 'missing in PostgreSQL', extra: 'only in PostgreSQL', changed: 'differs' }[kind];
  const head = `  ${named.join(', ')}  ${what}${cause === 'unknown' ? '' : ` (${cause})`}`;
  if (kind !== 'changed') return [head];
  return [
    head,
    ...columns.flatMap(({ name, cassandra, postgresql }) => {
      const start = excerptStart(cassandra ?? '', postgresql ?? '');
      return [
        `    ${name}`,
        `      cassandra   ${shown(cassandra, start)}`,
        `      postgresql  ${shown(postgresql, start)}`,
      ];
    }),
  ];
}

function finalVerdict(equal: boolean, tables: TableReport[]): string {
  if (equal) return 'equal: every row in Cassandra is in PostgreSQL with the same values, and no other';
  const differences = tables.reduce((sum, { differenceCount }) => sum + differenceCount, 0);
  if (differences > 0) return `different: ${differences.toLocaleString('en')} ${differences === 1 ? 'row' : 'rows'}`;
  return 'inconclusive: no difference was found, but not every row could be compared';
}

/** Long values are cut so that the first character that differs is in sight. */
function excerptStart(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return Math.max(a.length, b.length) <= shownCharacters ? 0 : Math.max(0, same - contextCharacters);
}

function shown(value: string | null, start: number): string {
  if (value === null) return 'null';
  const part = value.slice(start, start + shownCharacters);
  const after = value.length > start + part.length ? '…' : '';
  return `${start > 0 ? '…' : ''}${quoteWhereNeeded(part)}${after}`;
}

/** What could be taken for NULL, or not be seen, stands in quotes. */
function quoteWhereNeeded(text: string): string {
  return /^\S(.*\S)?$/.test(text) && !/\p{Cc}/u.test(text) && !/^"|^null$/i.test(text) ? text : JSON.stringify(text);
}
