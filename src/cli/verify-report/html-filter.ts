import { type VerifyReport } from '../../verify/report.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { kindText } from './wording.js';

/** Differences from which on a filter helps. */
const fewest = 6;

/** Fields that filter the differences; the page's script shows them, since they do nothing without it. */
export function filterBar({ tables }: VerifyReport): Markup {
  const differences = tables.flatMap((table) => table.differences);
  if (differences.length < fewest) return nothing;
  const causes = [...new Set(differences.map(({ cause }) => cause))].sort();
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  const option = (value: string, text: string) => markup`<option value="${value}">${text}</option>`;
  return lines(
    markup`<form class="filter" id="filter" hidden>`,
    markup`<label>Find <input type="search" name="text" placeholder="key, column, value"></label>`,
    markup`<label>Kind <select name="kind">${option('', 'all')}${kinds.map((kind) => option(kind, kindText[kind]))}</select></label>`,
    markup`<label>Cause <select name="cause">${option('', 'all')}${causes.map((cause) => option(cause, cause))}</select></label>`,
    markup`<output aria-live="polite"></output>`,
    markup`</form>`,
  );
}
