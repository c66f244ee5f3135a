import { expect, test } from '@jest/globals';
import { splitRing, type TokenRange } from '../../../../src/tables/token-ranges.js';
import { rangesInScope, requireTokens } from '../../../../src/verify/sides/scope.js';
import { comparedOf } from '../compared.js';

const minToken = -(2n ** 63n);
const maxToken = 2n ** 63n - 1n;
const ring = splitRing([-5n, 0n, 4_000_000_000_000_000_000n], 16);

const tokens = (after: bigint, to: bigint) => ({ kind: 'tokens', after: String(after), to: String(to) }) as const;
const width = (ranges: TokenRange[]) => ranges.reduce((sum, { start, end }) => sum + (end - start), 0n);

/** Ranges that touch as one. */
function spans(ranges: TokenRange[]): TokenRange[] {
  const joined: TokenRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last?.end === range.start) last.end = range.end;
    else joined.push({ ...range });
  }
  return joined;
}

test('without a scope it is all ranges', () => {
  expect(rangesInScope(ring, null)).toEqual(ring);
});

test.each([
  [minToken, maxToken],
  [-5n, 0n],
  [-6n, 1n],
  [minToken, -4n],
  [3_999_999_999_999_999_999n, maxToken],
  [7n, 8n],
])('tokens %d to %d: exactly these', (after, to) => {
  const found = rangesInScope(ring, tokens(after, to));
  expect(spans(found)).toEqual([{ start: after, end: to }]);
  expect(found.every(({ start, end }) => ring.some((one) => one.start <= start && end <= one.end))).toBe(true);
});

test.each([1, 2, 3, 7, 16, 64, 1000])('%d shards cover the ring without overlap, and are of one size', (count) => {
  const shards = Array.from({ length: count }, (_, i) => rangesInScope(ring, { kind: 'shard', index: i + 1, count }));
  expect(spans(shards.flat())).toEqual([{ start: minToken, end: maxToken }]);
  const widths = shards.map(width);
  const difference = widths.reduce((a, b) => (a > b ? a : b)) - widths.reduce((a, b) => (a < b ? a : b));
  expect(difference).toBeLessThanOrEqual(1n);
});

test.each([0.1, 1, 7.5, 50, 100])('a sample of %d %% has that part of the ring', (percent) => {
  const drawn = rangesInScope(ring, { kind: 'sample', percent, seed: 1 });
  expect((Number(width(drawn)) / Number(width(ring))) * 100).toBeCloseTo(percent, 0);
  // In the order of tokens, without overlap.
  drawn.slice(1).forEach(({ start }, index) => expect(start >= drawn[index]!.end).toBe(true));
});

test('the smallest sample has something', () => {
  expect(rangesInScope(ring, { kind: 'sample', percent: 0.0001, seed: 1 })).toHaveLength(1);
});

test('a sample comes from all over the ring, and the seed alone decides', () => {
  const draw = (seed: number) => rangesInScope(ring, { kind: 'sample', percent: 10, seed });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  const inQuarter = (quarter: bigint) => {
    const start = minToken + quarter * 2n ** 62n;
    return draw(1).filter((range) => range.start >= start && range.start < start + 2n ** 62n).length;
  };
  for (const quarter of [0n, 1n, 2n, 3n]) expect(inQuarter(quarter)).toBeGreaterThan(10);
});

test.each<[string, Record<string, string>, Record<string, string>]>([
  ['decimal', { price: 'decimal' }, {}],
  ['the second of a partition key', { id: 'int', at: 'time' }, {}],
])('tokens are not known where PostgreSQL does not keep every bit of the partition key: %s', (_, partitionKey) => {
  const table = comparedOf({ name: 'items', partitionKey, regulars: {} });
  expect(() => requireTokens(table)).toThrow('the tokens of its rows are not known');
});

test('clustering keys have no part in the token', () => {
  const clusteringKey = { price: 'decimal' };
  requireTokens(comparedOf({ name: 'items', partitionKey: { id: 'int' }, clusteringKey, regulars: {} }));
});
