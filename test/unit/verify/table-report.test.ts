import { expect, test } from '@jest/globals';
import { verifyExitCode } from '../../../src/cli/verify-exit-code.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { type BothSides } from '../../../src/verify/both-sides.js';
import { Findings } from '../../../src/verify/differences/findings.js';
import { type Difference, type TableReport, type UnreadRange } from '../../../src/verify/report.js';
import { tableReport } from '../../../src/verify/table-report.js';
import { comparedOf } from './compared.js';

const sides = {
  pipeline: { name: 'shop' } as Pipeline,
  table: comparedOf({ name: 'items', partitionKey: { id: 'int' }, regulars: { value: 'text' } }),
} as BothSides;
const range: UnreadRange = { after: '0', to: '7', failure: 'timeout' };

type Counts = Partial<Pick<Findings, 'differenceCount' | 'inFlightCount' | 'unreadRows' | 'outcomes'>>;

function findingsOf(counts: Counts, listed: Difference[] = []): Findings {
  const nothing = () => undefined;
  const findings = new Findings({ sides, maxWaitMs: 0, limit: 10, onDifference: nothing, onLooking: nothing });
  findings.listed.push(...listed);
  return Object.assign(findings, counts);
}

function reportOf(counts: Counts | undefined, unread: UnreadRange[] = [], dryRun?: boolean): TableReport {
  return tableReport({
    sides,
    rows: { cassandra: 7, postgresql: 8 },
    ...(counts === undefined ? {} : { findings: findingsOf(counts) }),
    unread,
    ring: [],
    dryRun,
    seconds: 1.2345,
  });
}

test.each<[string, Counts | undefined, UnreadRange[], TableReport['verdict'], number]>([
  ['nothing differs', {}, [], 'equal', 0],
  ['a row differs', { differenceCount: 1 }, [], 'different', 3],
  ['a range was not read', {}, [range], 'inconclusive', 4],
  ['a row was not read again', { unreadRows: 1 }, [], 'inconclusive', 4],
  ['a row is in flight', { inFlightCount: 1 }, [], 'inconclusive', 4],
  [
    'a row differs, whatever else could not be read',
    { differenceCount: 1, inFlightCount: 1, unreadRows: 1 },
    [range],
    'different',
    3,
  ],
  ['a shard is read', undefined, [], 'read', 0],
  ['a shard is not read whole', undefined, [range], 'inconclusive', 4],
])('%s', (_, counts, unread, verdict, exitCode) => {
  const report = reportOf(counts, unread);
  expect(report).toMatchObject({ verdict, equal: verdict === 'equal', unreadRanges: unread });
  expect(verifyExitCode([report])).toBe(exitCode);
});

test('of several tables, one that differs decides, then one that is inconclusive', () => {
  const [equal, different, inconclusive] = [reportOf({}), reportOf({ differenceCount: 1 }), reportOf({}, [range])];
  expect(verifyExitCode([equal, inconclusive, different])).toBe(3);
  expect(verifyExitCode([inconclusive, equal])).toBe(4);
  expect(verifyExitCode([equal, equal])).toBe(0);
  expect(verifyExitCode([])).toBe(0);
});

test('a report names what was compared', () => {
  expect(reportOf({})).toMatchObject({
    pipeline: 'shop',
    keyspace: 'shop',
    table: 'items',
    target: 'shop.items',
    columns: ['id', 'value'],
    rows: { cassandra: 7, postgresql: 8 },
    seconds: 1.2,
  });
});

test('differences stand in the order of their keys', () => {
  const difference = (id: string, n: string) => ({ key: { id, n } }) as unknown as Difference;
  const listed = [difference('b', '1'), difference('a', '2'), difference('a', '1')];
  const { differences } = tableReport({
    sides,
    rows: { cassandra: 0, postgresql: 0 },
    findings: findingsOf({}, listed),
    unread: [],
    ring: [],
    seconds: 0,
  });
  expect(differences.map(({ key }) => Object.values(key).join())).toEqual(['a,1', 'a,2', 'b,1']);
});

test('what was repaired is there only with --repair', () => {
  expect(reportOf({}).repair).toBeNull();
  expect(reportOf({ outcomes: { repaired: 2 } }, [], false).repair).toEqual({
    dryRun: false,
    outcomes: { repaired: 2 },
  });
  expect(reportOf({ outcomes: { planned: 2 } }, [], true).repair).toEqual({ dryRun: true, outcomes: { planned: 2 } });
});
