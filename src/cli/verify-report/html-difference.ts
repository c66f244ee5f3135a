import { type ColumnDifference, type Difference } from '../../verify/report.js';
import { differingCharacters, mayLookAlike } from './excerpt.js';
import { keyValue, oneValue, valuePair } from './html-value.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { kindText, outcomeText } from './wording.js';

/** One row that differs: key, cause, what mends it, and the columns with both values. */
export function differenceItem(difference: Difference): Markup {
  const { kind, key, cause, mend, repair, token } = difference;
  const names = Object.entries(key).map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${keyValue(value)}</dd></div>`,
  );
  return lines(
    markup`<li class="difference" data-kind="${kind}" data-cause="${cause}">`,
    markup`<div class="head"><span class="kind ${kind}">${kindText[kind]}</span> <dl class="key">${names}</dl></div>`,
    markup`<p class="why">Cause: <b>${cause}</b>${token === null ? '' : markup` · token <span class="token">${token}</span>`}${repair === null ? '' : markup` · <b class="outcome">${outcomeText[repair]}</b>`}</p>`,
    mend === null ? nothing : markup`<p class="mend">Mend: <code>${mend}</code></p>`,
    kind === 'changed' ? bothSides(difference.columns) : oneSide(difference),
    markup`</li>`,
  );
}

function bothSides(columns: ColumnDifference[]): Markup {
  return lines(
    markup`<table class="values">`,
    markup`<thead><tr><th scope="col">Column</th><th scope="col">Cassandra</th><th scope="col">PostgreSQL</th></tr></thead>`,
    markup`<tbody>`,
    ...columns.map((column) => {
      const [cassandra, postgresql] = valuePair(column);
      return markup`<tr><th scope="row">${column.name}${lookAlike(column)}</th><td data-label="Cassandra">${cassandra}</td><td data-label="PostgreSQL">${postgresql}</td></tr>`;
    }),
    markup`</tbody>`,
    markup`</table>`,
  );
}

function lookAlike({ cassandra, postgresql }: ColumnDifference): Markup {
  if (cassandra === null || postgresql === null || !mayLookAlike(cassandra, postgresql)) return nothing;
  return markup` <small>${differingCharacters(cassandra, postgresql)}</small>`;
}

/** The row that only one side has; its columns are NULL where they are not listed. */
function oneSide({ kind, columns }: Difference): Markup {
  if (columns.length === 0) return nothing;
  const [side, other] = kind === 'missing' ? ['Cassandra', 'PostgreSQL'] : ['PostgreSQL', 'Cassandra'];
  return lines(
    markup`<table class="values one">`,
    markup`<thead><tr><th scope="col">Column</th><th scope="col">${side} <span class="other">(no such row in ${other})</span></th></tr></thead>`,
    markup`<tbody>`,
    ...columns.map(
      ({ name, cassandra, postgresql }) =>
        markup`<tr><th scope="row">${name}</th><td data-label="${side}">${oneValue(kind === 'missing' ? cassandra : postgresql)}</td></tr>`,
    ),
    markup`</tbody>`,
    markup`</table>`,
  );
}
