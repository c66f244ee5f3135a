import { expect, test } from '@jest/globals';
import { bigintOf, hash64Of, hashBytes, IntegerHasher } from '../../../../src/verify/sketch/lookup3.js';

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

/** From PostgreSQL 16.1: SELECT hashint8extended(value, seed). */
test.each([
  [0n, 0n, 4154612158245552303n],
  [1n, 0n, -3670598878359251130n],
  [-1n, 0n, -1888257769727981238n],
  [4294967296n, 0n, -3670598878359251130n],
  [9223372036854775807n, 0n, 1977219185673256887n],
  [-9223372036854775808n, 0n, -9109110466470504941n],
  [0n, 42n, -8162688053457160230n],
  [-4294967296n, 42n, -8162688053457160230n],
  [2147483648n, 42n, 2517197663604715469n],
  [-2147483649n, 42n, -4216469540329842178n],
  [1234567890123456789n, 42n, 897552337824736350n],
  [-1n, -1n, 6481520839006961279n],
  [-1234567890123456789n, -1n, -4745196678904441675n],
  [1n, 2685821657736338717n, 9091987437279121630n],
  [-9223372036854775808n, 2685821657736338717n, -852201470190441873n],
  [1234567890123456789n, 2685821657736338717n, -7890152004054976271n],
  [-1234567890123456789n, 2685821657736338717n, 2331299108941497189n],
])('the integer %d with seed %d', (value, seed, expected) => {
  const result = { high: 0, low: 0 };
  new IntegerHasher(hash64Of(seed)).hash(hash64Of(value), result);
  expect(bigintOf(result)).toBe(expected);
});

test('a result may be written over what is hashed', () => {
  const value = hash64Of(1234567890123456789n);
  new IntegerHasher(hash64Of(42n)).hash(value, value);
  expect(bigintOf(value)).toBe(897552337824736350n);
});
