import { expect, test } from '@jest/globals';
import { type Cells } from '../../../../src/tables/canonical/record.js';
import { OpenColumns } from '../../../../src/verify/differences/open-columns.js';

const cells = (...values: (string | null)[]): Cells =>
  values.map((value) => (value === null ? null : Buffer.from(value)));
const source = (...values: (string | null)[]) => ({ cells: cells(...values) });
const gone = { cells: undefined };

test('the same cells pass at once, NULL like a value', () => {
  expect(new OpenColumns().passWith({ source: source('a', null), target: cells('a', null) })).toBe(true);
  expect(new OpenColumns().passWith({ source: gone, target: undefined })).toBe(true);
});

test.each<[string, ReturnType<typeof source> | typeof gone, Cells | undefined]>([
  ['another value', source('a', 'b'), cells('a', 'x')],
  ['NULL in PostgreSQL', source('a', 'b'), cells('a', null)],
  ['NULL in Cassandra', source('a', null), cells('a', 'b')],
  ['an empty value and NULL', source('a', ''), cells('a', null)],
  ['a row without values that is missing', source(null, null), undefined],
  ['a row without values that is extra', gone, cells(null, null)],
])('does not pass: %s', (_, from, target) => {
  const columns = new OpenColumns();
  expect(columns.passWith({ source: from, target })).toBe(false);
  expect([columns.allStayed(), columns.someStayed()]).toEqual([true, true]);
});

test('each cell passes by itself, with any value that was seen in it, and stays passed', () => {
  const columns = new OpenColumns();
  expect(columns.passWith({ source: source('a1', 'b1'), target: cells('x', 'y') })).toBe(false);
  expect(columns.passWith({ source: source('a2', 'b2'), target: cells('a1', 'y') })).toBe(false);
  expect(columns.passWith({ source: source('a3', 'b3'), target: cells('later', 'b1') })).toBe(true);
});

test('a value that was seen in another cell does not count', () => {
  expect(new OpenColumns().passWith({ source: source('a', 'b'), target: cells('b', 'a') })).toBe(false);
});

test('what was seen before counts without a look at Cassandra', () => {
  expect(new OpenColumns(cells('a')).passWith({ target: cells('a') })).toBe(true);
  expect(new OpenColumns(cells('a')).passWith({ target: cells('b') })).toBe(false);
  expect(new OpenColumns(cells('a')).passWith({ target: undefined })).toBe(false);
  expect(new OpenColumns(cells('a')).passWith({ source: source('b'), target: cells('a') })).toBe(true);
});

test('a cell has moved when PostgreSQL shows another value than before', () => {
  const columns = new OpenColumns();
  columns.passWith({ source: source('a', 'b'), target: cells('x', 'y') });
  columns.passWith({ source: source('a', 'b'), target: cells('x', 'z') });
  expect([columns.allStayed(), columns.someStayed()]).toEqual([false, true]);
  columns.passWith({ source: source('a', 'b'), target: cells(null, 'y') });
  expect([columns.allStayed(), columns.someStayed()]).toEqual([false, false]);
});

test('buffers that are used again do not change what was seen', () => {
  const [from, to] = [cells('a'), cells('x')];
  const columns = new OpenColumns();
  columns.passWith({ source: { cells: from }, target: to });
  from[0]!.fill('z');
  to[0]!.fill('z');
  expect(columns.passWith({ source: source('b'), target: cells('x') })).toBe(false);
  expect(columns.allStayed()).toBe(true);
  expect(columns.passWith({ source: source('b'), target: cells('a') })).toBe(true);
});
