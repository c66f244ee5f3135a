import { expect, test } from '@jest/globals';
import { Sketch } from '../../../../src/verify/sketch/sketch.js';
import { addRow, difference, isClean, type Row, sketchOf } from './rows.js';

const shape = { cellsPerPart: 16, keyBytes: 64 };
const rows = Array.from({ length: 500 }, (_, index): Row => [`id ${index}`, `value ${index}`]);

const contentOf = ({ rows, words }: Sketch) => ({ rows, words });

test('the same rows in any order, added or merged in parts, give the same sketch', () => {
  const merged = sketchOf(shape, rows.slice(200).toReversed());
  merged.merge(sketchOf(shape, rows.slice(0, 200)));
  expect(contentOf(merged)).toEqual(contentOf(sketchOf(shape, rows)));
  expect(merged.rows).toBe(500);
});

test('each row stands in one cell of each part', () => {
  const sketch = sketchOf(shape, rows);
  const inPart = (part: number) =>
    Array.from({ length: 16 }, (_, cell) => sketch.countOf(part * 16 + cell)).reduce((sum, count) => sum + count, 0);
  expect([0, 1, 2].map(inPart)).toEqual([500, 500, 500]);
});

test('equal sets, taken from each other in another order, leave nothing', () => {
  const nothing = difference(shape, rows, rows.toReversed());
  expect(contentOf(nothing)).toEqual(contentOf(new Sketch(shape)));
  expect(isClean(nothing)).toBe(true);
});

test.each<[string, Row[], Row[]]>([
  ['a changed value', [['1', 'a']], [['1', 'b']]],
  ['a missing row', [['1', 'a']], []],
  ['an extra row', [], [['1', 'a']]],
  ['values that are exchanged', [['1', 'a'], ['2', 'b']], [['1', 'b'], ['2', 'a']]],
  ['a pair, which XOR alone would hide', [['1', 'a'], ['1', 'a']], []],
])('%s shows', (_, source, target) => {
  expect(isClean(difference(shape, [...rows, ...source], [...rows, ...target]))).toBe(false);
}); // prettier-ignore

test('a row that is taken away again leaves nothing, nor does one in a sketch that is cleared', () => {
  const sketch = sketchOf(shape, rows);
  addRow(sketch, ['other', 'row']);
  addRow(sketch, ['other', 'row'], -1);
  expect(contentOf(sketch)).toEqual(contentOf(sketchOf(shape, rows)));
  sketch.clear();
  expect(contentOf(sketch)).toEqual(contentOf(new Sketch(shape)));
});

test('what is summed up in cells counts like rows one by one', () => {
  const whole = sketchOf(shape, rows);
  const summed = new Sketch(shape);
  for (let cell = 0; cell < whole.cellCount; cell++) {
    summed.addTo(cell, whole.hashOf(cell), whole.keyOf(cell), whole.countOf(cell));
  }
  summed.rows = whole.rows;
  expect(contentOf(summed)).toEqual(contentOf(whole));
});
