import { expect, test } from '@jest/globals';
import { bigintOf, hash64Of, hashBytes } from '../../../src/verify/lookup3.js';

/** From PostgreSQL 16.1: hash_record_extended(row(convert_to(left('abc…xyz', length), 'UTF8')), seed). */
test.each([
  [0, 0n, -6939563903564495251n],
  [1, 0n, 3591986179850072241n],
  [11, 0n, 3112909444737856467n],
  [12, 0n, -7556637188122330412n],
  [26, 0n, -6612928417832572997n],
  [0, 42n, 6158832220375811857n],
  [8, 42n, -6100851256988995111n],
  [13, 42n, -1560994830268275841n],
  [24, -1n, -1203456767747787834n],
  [26, -1n, -4178256369493887523n],
])('%d letters with seed %d', (length, seed, expected) => {
  const result = { high: 0, low: 0 };
  hashBytes(Buffer.from('abcdefghijklmnopqrstuvwxyz'), length, hash64Of(seed), result);
  expect(bigintOf(result)).toBe(expected);
});
