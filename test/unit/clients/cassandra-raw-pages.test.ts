import { expect, test } from '@jest/globals';
import { RawPage, rawPageOf } from '../../../src/clients/cassandra-raw-pages.js';
import { rawPage } from '../../support/raw-page.js';

test.each<[string, (Buffer | null)[][]]>([
  ['no rows', []],
  ['one cell', [[Buffer.from('a')]]],
  ['NULL and empty values, which are not the same', [[null, Buffer.alloc(0), Buffer.from('x')], [Buffer.alloc(0), null, null]]],
  ['many rows', Array.from({ length: 1000 }, (_, row) => [Buffer.from(`id ${row}`), Buffer.alloc(row % 7, row)])],
  ['bytes that look like lengths', [[Buffer.from('ffffffff00000001', 'hex'), Buffer.from('ff', 'hex')]]],
])('the cells are those that stand on the wire: %s', (_, rows) => {
  const page = rawPage(rows);
  expect(page.rowCount).toBe(rows.length);
  expect([...page.rows()]).toEqual(rows);
  // They can be read again.
  expect([...page.rows()]).toEqual(rows);
}); // prettier-ignore

test('a length of -2, which stands for a value that is not set, is no value', () => {
  const body = Buffer.from('fffffffe0000000161', 'hex');
  expect([...new RawPage(body, 0, 1, 2).rows()]).toEqual([[null, Buffer.from('a')]]);
});

test('rows without columns are as many as there are', () => {
  expect([...new RawPage(Buffer.alloc(0), 0, 2, 0).rows()]).toEqual([[], []]);
});

test('a page with fewer rows than it tells is an error', () => {
  const two = Buffer.from('00000001610000000162', 'hex');
  expect([...new RawPage(two, 0, 2, 1).rows()]).toHaveLength(2);
  expect(() => [...new RawPage(two, 0, 3, 1).rows()]).toThrow('out of range');
});

test('the page of a result is found', () => {
  const page = rawPage([]);
  expect(rawPageOf({ rows: [page] })).toBe(page);
});

test.each([[[]], [[{ '# raw': Buffer.from('a') }]], [[undefined]]])(
  'rows that the driver has decoded do not pass for a page: %j',
  (rows: unknown[]) => {
    expect(() => rawPageOf({ rows })).toThrow('did not give the rows as they stand on the wire');
  },
);
