import { changeToward } from '../../../src/rows/change-toward.js';
import { type KnownRow } from '../../../src/rows/known-rows.js';
import { type TimedRow } from '../../../src/rows/timed-rows.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf } from '../../support/table-spec.js';

const table = replicateTable(
  testPipeline('shop', [tableSettings('things')]),
  tableOf({ name: 'things', partitionKey: { id: 'int' }, regulars: { a: 'int', b: 'text', tags: 'set<text>' } }),
  tableSettings('things'),
);
const keys = [Buffer.of(0, 0, 0, 1)];
const value = Buffer.from('x');
const readAtUs = 1000n;

const known = (row: Partial<KnownRow>): KnownRow => ({
  keys,
  cellTimes: [null, null, null],
  markerTime: null,
  markerLive: false,
  ...row,
});
const found = (row: Partial<TimedRow>): TimedRow => ({
  keys,
  cells: [null, null, null],
  writeTimes: [null, null, null],
  ttlSeconds: null,
  ...row,
});

test('what neither side has needs no change', () => {
  expect(changeToward(table, { known: undefined, row: undefined, readAtUs })).toBeUndefined();
});

test('a row that is gone dies at the times that were known, so that a newer write lives', () => {
  const before = known({ cellTimes: [5n, null, 900n], markerTime: 4n, markerLive: true });
  expect(changeToward(table, { known: before, row: undefined, readAtUs })).toEqual({
    keys,
    cells: [null, null, null],
    cellTimes: [5n, null, readAtUs],
    markerTime: 4n,
    markerLive: false,
    ttlSeconds: null,
  });
});

test('what is read back is newer than what was known before, also by a clock that is ahead', () => {
  const before = known({ cellTimes: [null, null, readAtUs + 500n], markerTime: 4n, markerLive: true });
  const row = found({ cells: [null, null, value] });
  expect(changeToward(table, { known: before, row, readAtUs })?.cellTimes[2]).toBe(readAtUs + 501n);
  expect(changeToward(table, { known: before, row: undefined, readAtUs })?.cellTimes[2]).toBe(readAtUs + 501n);
});

test('a value that is gone dies at the time that was known; one that is there has its own', () => {
  const before = known({ cellTimes: [5n, 6n, null], markerTime: 4n, markerLive: true });
  const row = found({ cells: [null, value, null], writeTimes: [null, 8n, null] });
  expect(changeToward(table, { known: before, row, readAtUs })).toMatchObject({
    cells: [null, value, null],
    cellTimes: [5n, 8n, readAtUs],
    markerTime: null,
  });
});

test('a row that PostgreSQL never had counts as inserted with its newest value', () => {
  const row = found({ cells: [value, value, null], writeTimes: [7n, 8n, null], ttlSeconds: 60 });
  expect(changeToward(table, { known: undefined, row, readAtUs })).toMatchObject({
    cellTimes: [7n, 8n, readAtUs],
    markerTime: 8n,
    markerLive: true,
    ttlSeconds: 60,
  });
});

test('a row without values that PostgreSQL takes for dead lives by its marker', () => {
  const before = known({ markerTime: 4n, markerLive: false });
  expect(changeToward(table, { known: before, row: found({}), readAtUs })).toMatchObject({
    markerTime: readAtUs,
    markerLive: true,
  });
});
