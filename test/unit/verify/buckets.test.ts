import { expect, test } from '@jest/globals';
import { Buckets } from '../../../src/verify/buckets.js';

const row = (key: number, content: number) => ({ key: { high: 1, low: key }, row: { high: 2, low: content } });

function bucketsOf(rows: ReturnType<typeof row>[]): Buckets {
  const buckets = new Buckets();
  rows.forEach((one) => buckets.add(one));
  return buckets;
}

test('the same rows in any order, folded in parts or as totals, are equal', () => {
  const all = bucketsOf([row(1, 10), row(2, 20), row(65_537, 30)]);
  const merged = bucketsOf([row(65_537, 30)]);
  merged.merge(bucketsOf([row(2, 20)]));
  merged.addTotals(1, { count: 1, ...row(1, 10) });
  expect(merged.differing(all)).toEqual([]);
  expect(merged.rows).toBe(3);
});

test('a changed row, and a pair that XOR alone would hide, make their buckets differ', () => {
  const all = bucketsOf([row(1, 10), row(2, 20)]);
  expect(bucketsOf([row(1, 11), row(2, 20)]).differing(all)).toEqual([1]);
  expect(bucketsOf([row(1, 10), row(2, 20), row(2, 5), row(2, 5)]).differing(all)).toEqual([2]);
});
