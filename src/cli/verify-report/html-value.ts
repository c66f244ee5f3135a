import { escapeCharacter } from '../../output/inert.js';
import { type ColumnDifference } from '../../verify/report.js';
import { excerpt, firstDifference, lastDifference } from './excerpt.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { invisible } from './quote.js';
import { counted } from './wording.js';

/** Characters up to which a value is shown whole. */
const wholeCharacters = 400;
/** Of a longer one: before what differs, of what differs, and after it. */
const contextCharacters = 60;
const differingShown = 240;

/** Both values of a column, in which what differs is marked. */
export function valuePair({ cassandra, postgresql }: ColumnDifference): [Markup, Markup] {
  if (cassandra === null || postgresql === null) return [oneValue(cassandra), oneValue(postgresql)];
  const first = firstDifference(cassandra, postgresql);
  const [endCassandra, endPostgresql] = lastDifference(cassandra, postgresql, first);
  const isWhole = Math.max(cassandra.length, postgresql.length) <= wholeCharacters;
  return [
    markedValue(cassandra, { first, end: endCassandra, isWhole }),
    markedValue(postgresql, { first, end: endPostgresql, isWhole }),
  ];
}

/** A value that has no counterpart. */
export function oneValue(value: string | null): Markup {
  if (value === null) return markup`<i class="null">NULL</i>`;
  if (value === '') return markup`<i class="null">empty text</i>`;
  const { text, after } = excerpt(value, 0, wholeCharacters);
  return lines(
    markup`<span class="value" dir="auto">${visible(text)}${after ? ellipsis : nothing}</span>`,
    sizeOf(value, after),
  );
}

export function keyValue(value: string): Markup {
  if (value === '') return markup`<i class="null">empty text</i>`;
  const { text, after } = excerpt(value, 0, wholeCharacters);
  return markup`<code dir="auto">${visible(text)}${after ? ellipsis : nothing}</code>`;
}

interface Marked {
  /** UTF-16 positions between which the value differs. */
  first: number;
  end: number;
  isWhole: boolean;
}

function markedValue(value: string, { first, end, isWhole }: Marked): Markup {
  if (value === '') return markup`<i class="null">empty text</i>`;
  const before = excerpt(value, isWhole ? 0 : first - contextCharacters, first);
  const differing = excerpt(value, first, isWhole ? end : Math.min(end, first + differingShown));
  const isCut = first + differing.text.length < end;
  const after = excerpt(value, end, isWhole ? value.length : end + contextCharacters);
  const rest = isCut ? ellipsis : markup`${visible(after.text, 'atEnd')}${after.after ? ellipsis : nothing}`;
  // Where the other side has more, an empty mark shows the place.
  const mark = markup`<mark>${visible(differing.text, 'all')}</mark>`;
  return lines(
    markup`<span class="value" dir="auto">${before.before ? ellipsis : nothing}${visible(before.text, 'atStart')}${mark}${rest}</span>`,
    sizeOf(value, before.before || isCut || after.after),
  );
}

const ellipsis = markup`<span class="cut" title="not all is shown">…</span>`;

function sizeOf(value: string, isCut: boolean): Markup {
  return isCut ? markup` <small>${counted(value.length, 'character')}, a part of them shown</small>` : nothing;
}

/** Which spaces are made visible, as sources of patterns. */
const spaces = { atStart: '^ +', atEnd: ' +$', atEnds: '^ +| +$', all: ' +' };

/** Text in which line ends, characters that cannot be seen, and some spaces are made visible. */
function visible(text: string, shownSpaces: keyof typeof spaces = 'atEnds'): Markup {
  // What the pattern captures stands at the odd places.
  const parts = text.split(new RegExp(`(${spaces[shownSpaces]}|${invisible.source})`, 'u'));
  return markup`${parts.map((part, index) => (index % 2 === 0 ? part : shownCharacter(part)))}`;
}

function shownCharacter(character: string): Markup {
  if (character === '\n') return markup`<span class="newline"></span>\n`;
  if (/^ +$/.test(character)) return markup`<span class="space">${character}</span>`;
  return markup`<span class="escape">${escapeCharacter(character)}</span>`;
}
