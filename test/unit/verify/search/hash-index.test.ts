import { expect, test } from '@jest/globals';
import { HashIndex } from '../../../src/verify/hash-index.js';

const hashes = (key: number, row = key) => ({ key: { high: key, low: 7 }, row: { high: 0, low: row } });

test('rows are told apart by key and content, and marked once; the table grows', () => {
  const index = new HashIndex(4);
  for (let key = 0; key < 1000; key++) index.set(hashes(key));
  expect(index.look(hashes(5))).toBe('same');
  expect(index.look(hashes(5, 6))).toBe('other');
  expect(index.look(hashes(2000))).toBe('absent');
  for (let key = 0; key < 999; key++) index.mark(hashes(key));
  index.mark(hashes(2000));
  expect(index.look(hashes(5))).toBe('marked');
  expect(index.look(hashes(2000))).toBe('marked');
  expect([...index.unmarkedKeys()]).toEqual([{ high: 999, low: 7 }]);
});
