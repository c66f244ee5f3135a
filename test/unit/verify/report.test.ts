import { expect, test } from '@jest/globals';
import { renderVerifyReport } from '../../../src/cli/verify-report.js';
import { type TableReport } from '../../../src/verify/report.js';

const users: TableReport = {
  pipeline: 'shop',
  keyspace: 'shop',
  table: 'users',
  target: 'public.users',
  equal: true,
  rows: { cassandra: 1234, postgresql: 1234 },
  differences: [],
  differenceCount: 0,
  inFlightCount: 0,
  unreadRanges: 0,
  unreadRows: 0,
  seconds: 1.25,
};

const lines = (text: string) => text.split('\n');

test('equal tables', () => {
  expect(lines(renderVerifyReport({ equal: true, tables: [users] }))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT  TIME',
    'shop.users  public.users  1,234        1,234        equal    1.3 s',
    '',
    'equal: every row in Cassandra is in PostgreSQL with the same values, and no other',
  ]);
});

test('differences are listed with key, columns and both values', () => {
  const long = 'x'.repeat(300);
  const different: TableReport = {
    ...users,
    equal: false,
    differences: [
      {
        kind: 'changed',
        key: { id: '1', at: '2024-01-01 00:00:00+00' },
        columns: [
          { name: 'name', cassandra: 'Ada ', postgresql: null },
          { name: 'text', cassandra: `${long}a${long}`, postgresql: `${long}b${long}` },
        ],
        cause: 'in-flight',
      },
      { kind: 'missing', key: { id: '2', at: 'null' }, columns: [], cause: 'dead-letter' },
      { kind: 'extra', key: { id: '3', at: '' }, columns: [], cause: 'unknown' },
    ],
    differenceCount: 9,
    inFlightCount: 1,
  };
  expect(lines(renderVerifyReport({ equal: false, tables: [different] }))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT                         TIME',
    'shop.users  public.users  1,234        1,234        9 rows differ, 1 row in flight  1.3 s',
    '',
    'shop.users',
    '  id=1, at=2024-01-01 00:00:00+00  differs (in-flight)',
    '    name',
    '      cassandra   "Ada "',
    '      postgresql  null',
    '    text',
    '      cassandra   …xxxxxxxxxxxxxxxxxxxxaxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
    '      postgresql  …xxxxxxxxxxxxxxxxxxxxbxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
    '  id=2, at="null"  missing in PostgreSQL (dead-letter)',
    '  id=3, at=""  only in PostgreSQL',
    '  … and 7 more (--limit)',
    '',
    'different: 9 rows',
  ]);
});

test('what could not be read is inconclusive', () => {
  const unread = { ...users, equal: false, unreadRanges: 2, unreadRows: 1 };
  expect(lines(renderVerifyReport({ equal: false, tables: [unread] }))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT                              TIME',
    'shop.users  public.users  1,234        1,234        2 token ranges unread, 1 row unread  1.3 s',
    '',
    'inconclusive: no difference was found, but not every row could be compared',
  ]);
});
