import { type RingPiece, type TableReport, type VerifyReport } from '../../verify/report.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { drawnPieces, type DrawnPiece, type PieceState, sectorPath, uncoveredDegrees } from './ring.js';
import { counted, scopeText, tokensText } from './wording.js';

/** States differ by shape as well as by colour: how far a piece reaches in and out, and whether it is filled. */
const shapes: Record<PieceState, { inner: number; outer: number }> = {
  equal: { inner: 66, outer: 84 },
  read: { inner: 66, outer: 84 },
  empty: { inner: 74, outer: 76 },
  different: { inner: 66, outer: 100 },
  unread: { inner: 52, outer: 84 },
  'different-unread': { inner: 52, outer: 100 },
};

const stateOrder: PieceState[] = ['equal', 'read', 'different', 'different-unread', 'unread', 'empty'];
/** Degrees between two pieces. */
const gap = 0.8;

/** A picture of the token ring, its legend, and the pieces that are not equal as a table. */
export function ringFigure(table: TableReport, report: VerifyReport, id: string): Markup {
  const pieces = drawnPieces(table, report.scope);
  if (pieces.length === 0) return nothing;
  const words = stateWords(table, report);
  const counts = stateOrder
    .map((state) => ({ state, count: pieces.filter((piece) => piece.state === state).length }))
    .filter(({ count }) => count > 0);
  const summary = counts.map(({ state, count }) => `${counted(count, 'piece')}: ${words[state]}`).join('; ');
  const rows = table.rows.cassandra;
  const isPart = uncoveredDegrees(pieces) > 1;
  return lines(
    markup`<figure class="ring">`,
    markup`<svg viewBox="-104 -104 208 208" width="208" height="208" role="img" aria-labelledby="${id}-ring ${id}-ring-text">`,
    markup`<title id="${id}-ring">Token ring of ${table.keyspace}.${table.table}</title>`,
    markup`<desc id="${id}-ring-text">${summary}</desc>`,
    isPart ? markup`<circle class="track" r="75" fill="none" stroke="gray" stroke-dasharray="1 5"/>` : nothing,
    ...pieces.map((piece) => drawPiece(piece, pieces.length)),
    markup`<text class="rows" y="2" text-anchor="middle" fill="currentColor" font-size="${rows < 1e7 ? 17 : 13}">${rows.toLocaleString('en')}</text>`,
    markup`<text class="unit" y="18" text-anchor="middle" fill="currentColor" font-size="10">source rows</text>`,
    markup`</svg>`,
    markup`<figcaption>`,
    markup`<span class="caption">${report.scope?.kind === 'tokens' ? `The ${scopeText(report.scope)}` : 'Token ring'}, clockwise from the top${isPart ? '; the dotted line is no part of this run' : ''}</span>`,
    markup`<ul class="legend">`,
    ...counts.map(
      ({ state, count }) => markup`<li>${swatch(state)} ${words[state]} <span class="count">${count}</span></li>`,
    ),
    markup`</ul>`,
    marked(pieces),
    markup`</figcaption>`,
    markup`</figure>`,
  );
}

/** No piece is called equal where a row of the table was not compared to the end, or only some were. */
function stateWords({ inFlightCount, unreadRows }: TableReport, { scope }: VerifyReport): Record<PieceState, string> {
  const place = scope?.kind === 'sample' ? ' in the sample' : '';
  return {
    equal: `${inFlightCount + unreadRows === 0 ? 'equal' : 'no difference found'}${place}`,
    read: 'read',
    different: 'has differences',
    'different-unread': 'has differences, and not all was read',
    unread: 'not all was read',
    empty: `no rows${place}`,
  };
}

function drawPiece({ piece, state, start, end }: DrawnPiece, count: number): Markup {
  const margin = count === 1 ? 0 : Math.min(gap, (end - start) / 4) / 2;
  const path = sectorPath({ start: start + margin, end: end - margin, ...shapes[state] });
  return markup`<path class="piece ${state}" ${plainLook(state)} d="${path}"><title>${pieceText(piece)}</title></path>`;
}

function pieceText(piece: RingPiece): string {
  return [
    `${tokensText(piece)}: ${counted(piece.rows, 'row')}`,
    ...(piece.differences > 0 ? [counted(piece.differences, 'difference')] : []),
    ...(piece.unreadRanges > 0 ? [`${counted(piece.unreadRanges, 'token range')} unread`] : []),
  ].join(', ');
}

/** Some CI servers show artifacts without their styles: the picture still tells the states apart. */
function plainLook(state: PieceState): Markup {
  return state === 'unread'
    ? markup`fill="none" stroke="gray" stroke-dasharray="3 2"`
    : markup`fill="${state === 'equal' || state === 'read' || state === 'empty' ? 'gray' : 'black'}"`;
}

/** The shape of a state, laid flat. */
function swatch(state: PieceState): Markup {
  const { inner, outer } = shapes[state];
  return markup`<svg class="swatch" viewBox="0 0 24 26" width="24" height="26" aria-hidden="true"><rect class="piece ${state}" ${plainLook(state)} x="2" width="20" y="${(101 - outer) / 2}" height="${(outer - inner) / 2}"/></svg>`;
}

/** For those who cannot point at the picture. */
function marked(pieces: DrawnPiece[]): Markup {
  const found = pieces.filter(({ piece }) => piece.differences + piece.unreadRanges > 0);
  if (found.length === 0) return nothing;
  const items = found.map(({ piece }) => markup`<li>${pieceText(piece)}</li>`);
  return markup`<details><summary>${counted(found.length, 'piece')} with findings</summary><ul class="pieces">${items}</ul></details>`;
}
