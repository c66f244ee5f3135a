import { expect, test } from '@jest/globals';
import { HashIndex } from '../../../../src/verify/search/hash-index.js';
import { randomNumbers } from '../../../support/random-numbers.js';

const keyOf = (key: number) => ({ high: key, low: 7 });
const rowOf = (row: number) => ({ first: { high: 0, low: row }, second: { high: 1, low: -row } });

test('rows are told apart by key and content, and marked once; the table grows', () => {
  const index = new HashIndex(4);
  for (let key = 0; key < 1000; key++) index.set(keyOf(key), rowOf(key));
  expect(index.look(keyOf(5), rowOf(5))).toBe('same');
  expect(index.look(keyOf(5), rowOf(6))).toBe('other');
  expect(index.look(keyOf(2000), rowOf(2000))).toBe('absent');
  for (let key = 0; key < 999; key++) index.mark(keyOf(key), rowOf(key));
  index.mark(keyOf(2000), rowOf(2000));
  expect(index.look(keyOf(5), rowOf(5))).toBe('marked');
  expect(index.look(keyOf(2000), rowOf(2000))).toBe('marked');
  expect([...index.unmarkedKeys()]).toEqual([keyOf(999)]);
});

test.each(['first', 'second'] as const)('the %s hash alone tells rows apart, by each of its halves', (which) => {
  const index = new HashIndex(4);
  index.set(keyOf(1), rowOf(1));
  for (const half of ['high', 'low'] as const) {
    const other = structuredClone(rowOf(1));
    other[which][half]++;
    expect(index.look(keyOf(1), other)).toBe('other');
  }
});

test('a mark tells who has made it', () => {
  const index = new HashIndex(4);
  index.set(keyOf(1), rowOf(1));
  index.mark(keyOf(1), rowOf(10));
  expect(index.isMarkedBy(keyOf(1), rowOf(10))).toBe(true);
  expect(index.isMarkedBy(keyOf(1), rowOf(1))).toBe(false);
});

test('a mark stays while the table grows', () => {
  const index = new HashIndex(4);
  index.mark(keyOf(1), rowOf(1));
  for (let key = 2; key < 100; key++) index.set(keyOf(key), rowOf(key));
  expect(index.look(keyOf(1), rowOf(1))).toBe('marked');
  expect([...index.unmarkedKeys()]).toHaveLength(98);
});

test('keys that lead to the same slot are told apart', () => {
  // The slot is a part of high XOR low.
  const keys = Array.from({ length: 40 }, (_, n) => ({ high: n * 1024, low: n * 1024 }));
  const index = new HashIndex(40);
  keys.forEach((key, n) => index.set(key, rowOf(n)));
  expect(keys.map((key, n) => index.look(key, rowOf(n)))).toEqual(new Array(40).fill('same'));
  expect(index.look({ high: 41 * 1024, low: 41 * 1024 }, rowOf(0))).toBe('absent');
});

test('it does what a map does, with random hashes', () => {
  const random = randomNumbers(1);
  const word = () => random(2 ** 32) | 0;
  const index = new HashIndex(10);
  const map = new Map<string, { key: ReturnType<typeof keyOf>; row: ReturnType<typeof rowOf>; marked: boolean }>();
  for (let n = 0; n < 20_000; n++) {
    const key = { high: word(), low: word() };
    const row = { first: { high: word(), low: word() }, second: { high: word(), low: word() } };
    index.set(key, row);
    map.set(`${key.high}:${key.low}`, { key, row, marked: false });
  }
  for (const one of map.values()) {
    if (random(3) > 0) continue;
    index.mark(one.key, one.row);
    one.marked = true;
  }
  for (const { key, row, marked } of map.values()) expect(index.look(key, row)).toBe(marked ? 'marked' : 'same');
  const unmarked = [...index.unmarkedKeys()].map(({ high, low }) => `${high}:${low}`);
  expect(unmarked.sort()).toEqual([...map].flatMap(([id, { marked }]) => (marked ? [] : [id])).sort());
});
