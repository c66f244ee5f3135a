import { type ColumnDifference, type Difference } from '../../verify/report.js';
import { differingCharacters, excerpt, firstDifference, mayLookAlike } from './excerpt.js';
import { quoteWhereNeeded } from './quote.js';
import { kindText, outcomeText } from './wording.js';

/** Characters of a value that are shown; the JSON result has all of them. */
const shownCharacters = 100;
const contextCharacters = 20;
/** Characters of a row that only one side has. */
const rowCharacters = 110;

/** A difference for people: the key and what is wrong, then the columns with both values. */
export function renderDifference({ kind, key, columns, cause, repair }: Difference): string[] {
  const named = Object.entries(key).map(([name, value]) => `${name}=${shown(value, 0)}`);
  const because = cause === 'unknown' ? '' : ` (${cause})`;
  const done = repair === null ? '' : `, ${outcomeText[repair]}`;
  const head = `  ${named.join(', ')}  ${kindText[kind]}${because}${done}`;
  return [head, ...(kind === 'changed' ? columns.flatMap(renderColumn) : renderRow(kind, columns))];
}

function renderColumn({ name, cassandra, postgresql }: ColumnDifference): string[] {
  const start = excerptStart(cassandra ?? '', postgresql ?? '');
  const lines = [
    `    ${name}`,
    `      cassandra   ${shown(cassandra, start)}`,
    `      postgresql  ${shown(postgresql, start)}`,
  ];
  if (cassandra !== null && postgresql !== null && mayLookAlike(cassandra, postgresql)) {
    lines.push(`      differ at   ${differingCharacters(cassandra, postgresql)}`);
  }
  return lines;
}

/** The row that only one side has, in one line. */
function renderRow(kind: 'missing' | 'extra', columns: ColumnDifference[]): string[] {
  const values = columns.flatMap((column) => {
    const value = kind === 'missing' ? column.cassandra : column.postgresql;
    return value === null ? [] : [`${column.name}=${shown(value, 0)}`];
  });
  const { text, after } = excerpt(values.join(', '), 0, rowCharacters);
  return text === '' ? [] : [`    ${text}${after ? '…' : ''}`];
}

/** Long values are cut so that the first character that differs is in sight. */
function excerptStart(a: string, b: string): number {
  const isShort = Math.max(a.length, b.length) <= shownCharacters;
  return isShort ? 0 : Math.max(0, firstDifference(a, b) - contextCharacters);
}

function shown(value: string | null, start: number): string {
  if (value === null) return 'null';
  const { text, before, after } = excerpt(value, start, start + shownCharacters);
  return `${before ? '…' : ''}${quoteWhereNeeded(text)}${after ? '…' : ''}`;
}
