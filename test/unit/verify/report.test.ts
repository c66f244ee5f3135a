import { renderVerifyReport } from '../../../src/cli/verify-report.js';
import { type VerifyReport } from '../../../src/verify/report.js';
import { difference, tableReport, verifyReport } from '../../support/verify-reports.js';

const lines = (report: VerifyReport) => renderVerifyReport(report).split('\n');
/** What stands below the line of the table. */
const below = (report: VerifyReport) => lines(report).slice(2);

test('equal tables', () => {
  expect(lines(verifyReport([tableReport()]))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT  TIME',
    'shop.users  public.users  1,234        1,234        equal    1.3 s',
    '',
    'equal: every row in Cassandra is in PostgreSQL with the same values, and no other',
  ]);
});

test('differences are listed with key, columns and both values', () => {
  const long = 'x'.repeat(300);
  const differences = [
    difference({
      columns: [
        { name: 'name', cassandra: 'Ada ', postgresql: null },
        { name: 'text', cassandra: `${long}a${long}`, postgresql: `${long}b${long}` },
      ],
      cause: 'in-flight',
    }),
    difference({
      kind: 'missing',
      key: { id: '2', at: 'null' },
      columns: [
        { name: 'name', cassandra: 'Ada', postgresql: null },
        { name: 'text', cassandra: long, postgresql: null },
      ],
      cause: 'dead-letter',
    }),
    difference({ kind: 'extra', key: { id: '3', at: '' }, columns: [], repair: 'kept' }),
  ];
  const different = tableReport({
    verdict: 'different',
    differences,
    differenceCount: 9,
    kinds: { missing: 1, extra: 1, changed: 7 },
    causes: { unknown: 1, 'dead-letter': 8 },
    inFlightCount: 1,
  });
  expect(lines(verifyReport([different]))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT                         TIME',
    'shop.users  public.users  1,234        1,234        9 rows differ, 1 row in flight  1.3 s',
    '',
    'shop.users',
    '  id=1, at=2024-01-01 00:00:00+00  differs (in-flight)',
    '    name',
    '      cassandra   "Ada "',
    '      postgresql  null',
    '    text',
    `      cassandra   …${'x'.repeat(20)}a${'x'.repeat(79)}…`,
    `      postgresql  …${'x'.repeat(20)}b${'x'.repeat(79)}…`,
    '  id=2, at="null"  missing in PostgreSQL (dead-letter)',
    `    name=Ada, text=${'x'.repeat(95)}…`,
    '  id=3, at=""  only in PostgreSQL, kept in PostgreSQL',
    '  … and 7 more (--limit)',
    '  all 9: 7 changed, 1 missing, 1 only in PostgreSQL',
    '  causes: 8 dead-letter, 1 unknown',
    '',
    'different: 9 rows, and not all rows could be compared',
  ]);
});

test('values that look alike are told apart, and none reaches the terminal as a command', () => {
  const columns = [
    { name: 'cyrillic', cassandra: 'p\u0430y', postgresql: 'pay' },
    { name: 'emoji', cassandra: 'a😀', postgresql: 'a😁' },
    { name: 'escape', cassandra: 'a\u001b[31m\u0085', postgresql: 'a\u202eb' },
    { name: 'space', cassandra: 'a b', postgresql: 'a\u00a0b' },
  ];
  const different = tableReport({ verdict: 'different', differences: [difference({ columns })], differenceCount: 1 });
  expect(below(verifyReport([different])).slice(3, -2)).toEqual([
    '    cyrillic',
    '      cassandra   pаy',
    '      postgresql  pay',
    '      differ at   character 2: U+0430 in Cassandra, U+0061 in PostgreSQL',
    '    emoji',
    '      cassandra   a😀',
    '      postgresql  a😁',
    '      differ at   character 2: U+1F600 in Cassandra, U+1F601 in PostgreSQL',
    '    escape',
    '      cassandra   "a\\u001b[31m\\u0085"',
    '      postgresql  "a\\u202eb"',
    '      differ at   character 2: U+001B in Cassandra, U+202E in PostgreSQL',
    '    space',
    '      cassandra   a b',
    '      postgresql  "a\\u00a0b"',
    '      differ at   character 2: U+0020 in Cassandra, U+00A0 in PostgreSQL',
  ]);
});

test('each command that mends rows is told once, but not for rows that are repaired', () => {
  const queued = { cause: 'reconcile-queue', mend: 'cdcctl reconcile --table users' } as const;
  const differences = [
    difference({ ...queued, columns: [] }),
    difference({ cause: 'lost-event', mend: 'cdcctl snapshot --table users --range 1:2', columns: [] }),
    difference({ ...queued, cause: 'expired', columns: [] }),
    difference({ ...queued, repair: 'repaired', columns: [] }),
  ];
  const repair = { dryRun: false, outcomes: { repaired: 1, refused: 2 } };
  const different = tableReport({ verdict: 'different', differences, differenceCount: 3, repair });
  expect(below(verifyReport([different])).slice(6, -2)).toEqual([
    '  repair: 2 refused by PostgreSQL, 1 repaired',
    '  mend: cdcctl reconcile --table users              (2 rows: reconcile-queue, expired)',
    '  mend: cdcctl snapshot --table users --range 1:2   (1 row: lost-event)',
  ]);
});

test('unread token ranges come with their failure and the command that reads them again', () => {
  const failure = 'timeout';
  const unread = tableReport({
    verdict: 'inconclusive',
    unreadRanges: [
      { after: '20', to: '30', failure: 'down\u001b' },
      { after: '-5', to: '10', failure },
      { after: '10', to: '20', failure },
    ],
    unreadRows: 1,
  });
  expect(lines(verifyReport([unread]))).toEqual([
    'CASSANDRA   POSTGRESQL    SOURCE ROWS  TARGET ROWS  VERDICT                              TIME',
    'shop.users  public.users  1,234        1,234        3 token ranges unread, 1 row unread  1.3 s',
    '',
    'shop.users',
    '  unread: tokens after -5 up to 20 (2 ranges): timeout',
    '    again: cdcctl verify --table users --where-token -5:20',
    '  unread: tokens after 20 up to 30: down\\u001b',
    '    again: cdcctl verify --table users --where-token 20:30',
    '  unread: 1 row could not be looked at again',
    '',
    'inconclusive: no difference was found, but not every row could be compared',
  ]);
});

test('of many unread stretches the first are listed', () => {
  const unreadRanges = Array.from({ length: 25 }, (_, i) => ({ after: `${2 * i}`, to: `${2 * i + 1}`, failure: 'no' }));
  const report = verifyReport([tableReport({ verdict: 'inconclusive', unreadRanges })]);
  expect(below(report).filter((line) => line.includes('again:'))).toHaveLength(20);
  expect(below(report)).toContain('  … and 5 more stretches of tokens (-o json)');
});
