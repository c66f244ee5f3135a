import { expect, test } from '@jest/globals';
import { holdsToken, splitRange, splitRing } from '../../../src/tables/token-ranges.js';

test.each([
  [[], 1],
  [[], 16],
  [[-5n, 0n, 4_000_000_000_000_000_000n], 64],
  [[-(2n ** 63n), 2n ** 63n - 1n], 3],
])('borders %p in %d ranges cover the ring without gaps', (borders, wanted) => {
  const ranges = splitRing(borders, wanted);
  expect(ranges.length).toBeGreaterThanOrEqual(wanted);
  expect(ranges.length).toBeLessThanOrEqual(wanted + borders.length + 1);
  expect(ranges[0]!.start).toBe(-(2n ** 63n));
  expect(ranges.at(-1)!.end).toBe(2n ** 63n - 1n);
  ranges.slice(1).forEach(({ start }, index) => expect(start).toBe(ranges[index]!.end));
  expect(ranges.every(({ start, end }) => start < end)).toBe(true);
});

test('a range is not cut into more pieces than it has tokens', () => {
  expect(splitRange({ start: 3n, end: 5n }, 4n)).toEqual([
    { start: 3n, end: 4n },
    { start: 4n, end: 5n },
  ]);
});

test('a token lies in a range without its start and with its end', () => {
  const ranges = [
    { start: -10n, end: -5n },
    { start: 0n, end: 3n },
    { start: 3n, end: 4n },
  ];
  const held = Array.from({ length: 20 }, (_, i) => BigInt(i - 12)).filter((token) => holdsToken(ranges, token));
  expect(held).toEqual([-9n, -8n, -7n, -6n, -5n, 1n, 2n, 3n, 4n]);
  expect(holdsToken([], 0n)).toBe(false);
});
