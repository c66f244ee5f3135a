import { expect, test } from '@jest/globals';
import { splitRange, type TokenRange } from '../../../../src/tables/token-ranges.js';
import { Ring } from '../../../../src/verify/sides/ring.js';

const ranges = (end: bigint, pieces: number): TokenRange[] => splitRange({ start: 0n, end }, BigInt(pieces));

test('few ranges have a piece each, in their order', () => {
  expect(Ring.over(ranges(30n, 3)).report()).toEqual([
    { after: '0', to: '10', rows: 0, differences: 0, unreadRanges: 0 },
    { after: '10', to: '20', rows: 0, differences: 0, unreadRanges: 0 },
    { after: '20', to: '30', rows: 0, differences: 0, unreadRanges: 0 },
  ]);
});

test('a token belongs to the piece that it is the end of, not to the next', () => {
  const ring = Ring.over(ranges(30n, 3));
  ring.addRows(10n, 5);
  ring.addRows(11n, 7);
  ring.addDifference(20n);
  ring.addDifference(20n);
  ring.addUnread(30n);
  expect(ring.report()).toEqual([
    { after: '0', to: '10', rows: 5, differences: 0, unreadRanges: 0 },
    { after: '10', to: '20', rows: 7, differences: 2, unreadRanges: 0 },
    { after: '20', to: '30', rows: 0, differences: 0, unreadRanges: 1 },
  ]);
});

test('tokens outside of what was to be read count nowhere', () => {
  const ring = Ring.over([{ start: 10n, end: 20n }]);
  for (const token of [10n, 21n]) {
    ring.addRows(token, 1);
    ring.addDifference(token);
    ring.addUnread(token);
  }
  expect(ring.report()).toEqual([{ after: '10', to: '20', rows: 0, differences: 0, unreadRanges: 0 }]);
});

test.each([1, 63, 64, 65, 100, 1000, 16_384])('%d ranges become 64 pieces at most, without gaps', (count) => {
  const pieces = Ring.over(ranges(2n ** 63n, count)).report();
  expect(pieces).toHaveLength(Math.min(64, count));
  expect([pieces[0]!.after, pieces.at(-1)!.to]).toEqual(['0', String(2n ** 63n)]);
  pieces.slice(1).forEach(({ after }, index) => expect(after).toBe(pieces[index]!.to));
});

test('nothing to read is no piece', () => {
  expect(Ring.over([]).report()).toEqual([]);
});

test('a report makes the same ring again, which counts on', () => {
  const ring = Ring.over(ranges(30n, 3));
  ring.addRows(5n, 2);
  const again = Ring.from(ring.report());
  again.addRows(6n, 3);
  expect(again.report()[0]).toMatchObject({ after: '0', to: '10', rows: 5 });
});

test('rings of shards are joined in the order of their tokens, and nothing is lost', () => {
  const whole = ranges(3000n, 150);
  const shards = [whole.slice(100), whole.slice(0, 50), whole.slice(50, 100)].map((part, shard) => {
    const ring = Ring.over(part);
    for (const { end } of part) ring.addRows(end, shard + 1);
    ring.addDifference(part[7]!.end);
    ring.addUnread(part[9]!.end);
    return ring.report();
  });
  const joined = Ring.joined(shards.flat()).report();
  expect(joined).toHaveLength(64);
  expect([joined[0]!.after, joined.at(-1)!.to]).toEqual(['0', '3000']);
  joined.slice(1).forEach(({ after }, index) => expect(after).toBe(joined[index]!.to));
  const sum = (of: 'rows' | 'differences' | 'unreadRanges') => joined.reduce((total, piece) => total + piece[of], 0);
  expect([sum('rows'), sum('differences'), sum('unreadRanges')]).toEqual([50 * (1 + 2 + 3), 3, 3]);
  // The shard that was given second has the lowest tokens.
  expect(joined[0]!.rows % 2).toBe(0);
});
