import { renderVerifyReport } from '../../../src/cli/verify-report.js';
import { overallVerdict, tableVerdict } from '../../../src/cli/verify-report/verdicts.js';
import { type Scope, type TableReport } from '../../../src/verify/report.js';
import { tableReport, verifyReport } from '../../support/verify-reports.js';

const sample: Scope = { kind: 'sample', percent: 0.5, seed: 17 };
const tokens: Scope = { kind: 'tokens', after: '-9', to: '9' };
const shard: Scope = { kind: 'shard', index: 2, count: 8 };
const different: Partial<TableReport> = { verdict: 'different', differenceCount: 2 };
const repair = { dryRun: false, outcomes: { repaired: 2, removed: 1, kept: 4 } };

test.each<[Partial<TableReport>, Scope | null, string]>([
  [{}, null, 'equal'],
  [{}, sample, 'equal in a sample of 0.5 %'],
  [{ rows: { cassandra: 0, postgresql: 0 } }, sample, 'equal in a sample of 0.5 % without rows'],
  [{}, tokens, 'equal in a token range'],
  [{ verdict: 'read' }, shard, 'read in shard 2 of 8'],
  [{ repair }, null, 'equal, 3 rows repaired'],
  [{ repair: { dryRun: true, outcomes: { planned: 3 } } }, null, 'equal'],
  [different, sample, '2 rows differ in a sample of 0.5 %'],
  [{ verdict: 'inconclusive' }, null, 'inconclusive'],
])('verdict on a table %#: %j', (given, scope, text) => {
  expect(tableVerdict(tableReport(given), { scope })).toBe(text);
});

test.each<[Partial<TableReport>[], Scope | null, string]>([
  [[{}], null, 'equal: every row in Cassandra is in PostgreSQL with the same values, and no other'],
  [
    [{}],
    sample,
    'equal in a sample of 0.5 % of the token ring and of the rows in PostgreSQL, drawn with seed 17: every row there has the same values on both sides; no other row was compared',
  ],
  [
    [{ repair }],
    tokens,
    'equal after 3 rows were repaired in tokens after -9 up to 9: every row there has the same values on both sides; no other row was compared',
  ],
  [
    [{ verdict: 'read' }, {}],
    shard,
    'read in shard 2 of 8: whether all shards together are equal, cdcctl verify merge tells',
  ],
  [[different, {}, { verdict: 'inconclusive' }], null, 'different: 2 rows in 1 of 3 tables'],
  [[different, { unreadRows: 1 }], null, 'different: 2 rows in 1 of 2 tables, and not all rows could be compared'],
  [
    [different],
    sample,
    'different: 2 rows in a sample of 0.5 % of the token ring and of the rows in PostgreSQL, drawn with seed 17',
  ],
  [
    [{ verdict: 'inconclusive' }, { verdict: 'read' }],
    shard,
    'inconclusive: no difference was found in shard 2 of 8, but not every row could be compared',
  ],
  [[], null, 'inconclusive: no table was compared'],
])('verdict on all tables %#', (given, scope, text) => {
  const report = verifyReport(given.map(tableReport), { scope });
  expect(renderVerifyReport(report).split('\n').at(-1)).toBe(text);
});

test('equal is not said of a report that does not say it', () => {
  expect(overallVerdict(verifyReport([tableReport()], { equal: false }))).toBe('inconclusive');
});
