import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { recordKey, type RunIdentity, RunRecord } from '../../../../src/verify/runs/run-record.js';
import { tableReport } from '../../../support/verify-reports.js';
import { comparedOf } from '../compared.js';
import { items, stateOf } from './states.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-record-'));
  file = join(directory, 'record.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const run: RunIdentity = { pipelines: ['shop'], tables: null, columns: null, scope: null };
const first = new Date('2024-01-01T00:00:00.000Z');
const later = new Date('2024-01-02T00:00:00.000Z');
const key = recordKey('shop', items);
const report = tableReport({ table: 'items', differenceCount: 3 });

test('a new run begins with nothing, and its file is there at once', () => {
  const record = RunRecord.open(file, run, first);
  expect(record).toMatchObject({ isBegun: false, isFinished: false, startedAt: first.toISOString(), run });
  expect([record.report(key), record.source(key, items)]).toEqual([undefined, undefined]);
  expect(RunRecord.read(file)).toMatchObject({ run, startedAt: first.toISOString() });
});

test('an interrupted run goes on with what was read and what was compared', () => {
  const begun = RunRecord.open(file, run, first);
  const state = stateOf(items, 100);
  begun.saveSource(key, items, state);
  begun.saveReport('shop/shop.others', report);

  const again = RunRecord.open(file, structuredClone(run), later);
  expect(again).toMatchObject({ isBegun: true, startedAt: first.toISOString() });
  expect(again.report('shop/shop.others')).toEqual(report);
  expect(again.report(key)).toBeUndefined();
  const source = again.source(key, items)!;
  expect(source.remaining).toEqual(state.remaining);
  expect(source.sketch.words).toEqual(state.sketch.words);
});

test('the report of a table takes the place of what was read', () => {
  const record = RunRecord.open(file, run, first);
  record.saveSource(key, items, stateOf(items, 100));
  record.saveReport(key, report);
  expect(record.source(key, items)).toBeUndefined();
  expect(RunRecord.open(file, run, later).report(key)).toEqual(report);
});

test('a shard that has ended with ranges unread goes on with these', () => {
  const shard: RunIdentity = { ...run, scope: { kind: 'shard', index: 1, count: 2 } };
  const state = { ...stateOf(items, 100), remaining: [] };
  const record = RunRecord.open(file, shard, first);
  record.saveSource(key, items, state);
  record.finish();

  const again = RunRecord.open(file, shard, later);
  expect(again).toMatchObject({ isBegun: true, isFinished: false, startedAt: first.toISOString() });
  const source = again.source(key, items)!;
  expect(source).toMatchObject({ remaining: [{ start: -7n, end: 0n }], unread: [] });
  expect(source.sketch.rows).toBe(100);
  expect(source.ring.map(({ unreadRanges }) => unreadRanges)).toEqual(source.ring.map(() => 0));
  // `verify merge` waits for it again.
  expect(RunRecord.read(file)?.isFinished).toBe(false);

  again.saveSource(key, items, { ...source, remaining: [] });
  again.finish();
  expect(RunRecord.open(file, shard, later)).toMatchObject({ isBegun: false, startedAt: later.toISOString() });
});

test('after a finished run a new one begins, also with other options', () => {
  const record = RunRecord.open(file, run, first);
  record.saveReport(key, report);
  record.finish();
  expect(RunRecord.read(file)?.isFinished).toBe(true);
  const next = RunRecord.open(file, { ...run, columns: ['value'] }, later);
  expect(next).toMatchObject({ isBegun: false, isFinished: false, startedAt: later.toISOString() });
  expect(next.report(key)).toBeUndefined();
});

test.each<[string, Partial<RunIdentity>]>([
  ['pipelines', { pipelines: ['shop', 'warehouse'] }],
  ['tables', { tables: ['items'] }],
  ['columns', { columns: ['value'] }],
  ['a token range', { scope: { kind: 'tokens', after: '0', to: '7' } }],
  ['a shard', { scope: { kind: 'shard', index: 1, count: 3 } }],
])('an interrupted run with other %s is refused, and stays as it is', (_, change) => {
  RunRecord.open(file, run, first).saveReport(key, report);
  const before = readFileSync(file);
  expect(() => RunRecord.open(file, { ...run, ...change }, later)).toThrow(
    expect.objectContaining({ kind: 'invalid', resource: file, message: expect.stringContaining('other options') }),
  );
  expect(readFileSync(file)).toEqual(before);
});

test.each([
  ['another column', comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: { other: 'text' } })],
  ['another type', comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: { value: 'blob' } })],
  ['one column more', comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: { value: 'text', w: 'int' } })],
  ['one column less', comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: {} })],
])('what was read cannot be compared with %s', (_, changed) => {
  const record = RunRecord.open(file, run, first);
  record.saveSource(key, items, stateOf(items, 100));
  expect(() => record.source(key, changed)).toThrow(
    expect.objectContaining({ kind: 'invalid', resource: file, message: expect.stringContaining('columns of shop/shop.items') }),
  );
}); // prettier-ignore

test.each([
  ['', 'empty'],
  ['{', 'cut off'],
  ['null', 'null'],
  ['{"version":2,"run":{},"tables":{}}', 'of another version'],
  ['{"version":1}', 'without tables', 'the record is damaged: it must have required property'],
  ['[]', 'a list'],
])('%j is no record: it is %s', (text, _, reason = 'this is no record of `cdcctl verify --record`') => {
  writeFileSync(file, text);
  const message: unknown = expect.stringContaining(reason);
  for (const open of [() => RunRecord.read(file), () => RunRecord.open(file, run, first)]) {
    expect(open).toThrow(expect.objectContaining({ kind: 'invalid', message }));
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('without a file there is nothing to read; what cannot be read or written is told', () => {
  expect(RunRecord.read(file)).toBeUndefined();
  expect(() => RunRecord.read(directory)).toThrow(expect.objectContaining({ kind: 'invalid', resource: directory }));
  const nowhere = join(directory, 'no', 'record.json');
  expect(() => RunRecord.open(nowhere, run, first)).toThrow(
    expect.objectContaining({ kind: 'invalid', resource: nowhere, message: expect.stringContaining('cannot write') }),
  );
});

test('nothing but the record is left in the directory', () => {
  const record = RunRecord.open(file, run, first);
  record.saveSource(key, items, stateOf(items, 100));
  record.finish();
  expect(readdirSync(directory)).toEqual(['record.json']);
});
