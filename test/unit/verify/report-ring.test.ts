import { drawnPieces, sectorPath, uncoveredDegrees } from '../../../src/cli/verify-report/ring.js';
import { type Scope } from '../../../src/verify/report.js';
import { tableReport } from '../../support/verify-reports.js';

const least = String(-(2n ** 63n));
const greatest = String(2n ** 63n - 1n);

function degrees(ranges: [string, string][], scope: Scope | null = null): [number, number][] {
  const ring = ranges.map(([after, to]) => ({ after, to, rows: 1, differences: 0, unreadRanges: 0 }));
  return drawnPieces(tableReport({ ring }), scope).map(({ start, end }) => [Math.round(start), Math.round(end)]);
}

test.each<[string, [string, string][], [number, number][]]>([
  ['the whole ring', [[least, greatest]], [[0, 360]]],
  ['the whole ring as a range that ends where it starts', [[least, least]], [[0, 360]]],
  ['halves', [[least, '0'], ['0', greatest]], [[0, 180], [180, 360]]],
  ['a range over the end of the ring', [[String(2n ** 62n), String(-(2n ** 62n))]], [[270, 450]]],
  ['a range too small to be seen', [['0', '1']], [[180, 181]]],
])('%s', (_, ranges, expected) => {
  expect(degrees(ranges)).toEqual(expected);
}); // prettier-ignore

test('chosen tokens fill the circle', () => {
  expect(degrees([['0', '10'], ['10', '40']], { kind: 'tokens', after: '0', to: '40' })).toEqual([[0, 90], [90, 360]]); // prettier-ignore
});

test('what is not covered is known', () => {
  const ring = [{ after: '0', to: String(2n ** 62n), rows: 1, differences: 0, unreadRanges: 0 }];
  expect(uncoveredDegrees(drawnPieces(tableReport({ ring }), null))).toBe(270);
});

test.each([
  [{ rows: 1, differences: 0, unreadRanges: 0 }, 'equal'],
  [{ rows: 0, differences: 0, unreadRanges: 0 }, 'empty'],
  [{ rows: 0, differences: 1, unreadRanges: 0 }, 'different'],
  [{ rows: 1, differences: 0, unreadRanges: 1 }, 'unread'],
  [{ rows: 1, differences: 1, unreadRanges: 1 }, 'different-unread'],
])('state of %j', (counts, state) => {
  expect(drawnPieces(tableReport({ ring: [{ after: '0', to: '1', ...counts }] }), null)[0]?.state).toBe(state);
});

test('a piece that is the whole circle is drawn', () => {
  expect(sectorPath({ start: 0, end: 360, inner: 1, outer: 2 })).toBe(
    'M0.00 -2.00A2 2 0 1 1 -0.00 -2.00L-0.00 -1.00A1 1 0 1 0 0.00 -1.00Z',
  );
});
