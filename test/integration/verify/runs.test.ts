import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TableReport } from '../../../src/verify/report.js';
import { RunRecord } from '../../../src/verify/runs/run-record.js';
import { type BothSystems, openBothSystems } from './both-systems.js';
import { createEqualTable, tokensOf } from './equal-table.js';
import { tableReport } from '../../support/verify-reports.js';

let systems: BothSystems;

beforeAll(async () => {
  systems = await openBothSystems();
}, 60_000);

afterAll(() => systems.close(), 60_000);

const identity = { pipelines: ['test'], tables: null, columns: null, scope: null };

test('an interrupted run goes on: rows count once, and what was changed meanwhile in the part already read is found', async () => {
  const rows = 3000;
  await createEqualTable(systems, 'resumed', rows);
  const file = join(systems.directory, 'resumed.json');
  const interruption = new AbortController();
  let pages = 0;
  const pace = (): Promise<void> => {
    if (++pages > 8) interruption.abort(new Error('interrupted'));
    return Promise.resolve();
  };
  const interrupted = systems.verify('resumed', {
    record: RunRecord.open(file, identity, new Date()),
    throttle: { rowsPerSecond: 1_000_000, pace },
    signal: interruption.signal,
  });
  await expect(interrupted).rejects.toThrow('interrupted');

  const saved = (JSON.parse(readFileSync(file, 'utf8')) as { tables: Record<string, { source: Saved }> }).tables;
  const { source } = saved[`test/${systems.name}.resumed`]!;
  expect(source.rows).toBeGreaterThan(0);
  expect(source.rows).toBeLessThan(rows);
  const isRemaining = (token: bigint) =>
    source.remaining.some(([start, end]) => token > BigInt(start) && token <= BigInt(end));
  const tokens = [...(await tokensOf(systems, 'resumed'))];
  const read = tokens.flatMap(([id, token]) => (isRemaining(token) ? [] : [id]));
  const unread = tokens.flatMap(([id, token]) => (isRemaining(token) ? [id] : []));
  expect(read).toHaveLength(source.rows);
  const planted = [read[0]!, unread[0]!];
  await systems.sql(`UPDATE %.resumed SET name = 'other' WHERE id IN (${planted.join(', ')})`);
  await systems.sql(`DELETE FROM %.resumed WHERE id = ${read[1]}`);

  const record = RunRecord.open(file, identity, new Date());
  let again = 0;
  const count = (more: number) => Promise.resolve(void (again += more));
  const report = await systems.verify('resumed', { record, throttle: { rowsPerSecond: 1_000_000, pace: count } });
  expect(report).toMatchObject({
    rows: { cassandra: rows, postgresql: rows - 1 },
    kinds: { changed: 2, missing: 1 },
    differenceCount: 3,
  });
  const found = report.differences.map(({ key }) => Number(key.id));
  expect(new Set(found)).toEqual(new Set([...planted, read[1]]));
  // Nothing was read twice.
  expect(again).toBe(rows - source.rows);
  expect(report.ring.reduce((sum, piece) => sum + piece.rows, 0)).toBe(rows);
  expect(RunRecord.read(file)).toMatchObject({ isFinished: true });
}, 60_000);

interface Saved {
  rows: number;
  remaining: [string, string][];
}

test('a table that was compared before the interruption is not compared again', async () => {
  await createEqualTable(systems, 'compared', 10);
  const file = join(systems.directory, 'compared.json');
  const record = RunRecord.open(file, identity, new Date());
  const first = await systems.verify('compared', { record });
  expect(first).toMatchObject({ equal: true });
  // As it stood before the run was finished.
  const begun = RunRecord.open(join(systems.directory, 'begun.json'), identity, new Date());
  begun.saveReport(`test/${systems.name}.compared`, first);
  await systems.sql('DELETE FROM %.compared');
  expect(await systems.verify('compared', { record: begun })).toEqual(first);
  // A finished run begins anew.
  const anew = await systems.verify('compared', { record: RunRecord.open(file, identity, new Date()) });
  expect(anew).toMatchObject({ differenceCount: 10 });
}, 60_000);

test('a record goes on with the same command line, and not with another', async () => {
  await createEqualTable(systems, 'commanded', 10);
  const file = join(systems.directory, 'commanded.json');
  const argv = ['--record', file, '--max-wait', '100ms'];
  expect((await systems.run('commanded', ...argv)).exitCode).toBe(0);
  RunRecord.open(file, identity, new Date()).saveReport('test/other.table', tableReport());
  const again = await systems.run('commanded', ...argv);
  expect(again.exitCode).toBe(0);
  expect(again.stderr).toContain('going on where the run of');
  RunRecord.open(file, identity, new Date()).saveReport('test/other.table', tableReport());
  const other = await systems.run('commanded', ...argv, '--columns', 'name');
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('the record is of an interrupted run with other options');
}, 60_000);

test('shards that are merged give what one run gives', async () => {
  const rows = 1500;
  await createEqualTable(systems, 'sharded', rows);
  const ids = [...(await tokensOf(systems, 'sharded'))].sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([id]) => id);
  // One of each kind in each third of the ring.
  const thirds = [100, 700, 1300].map((at) => ids.slice(at, at + 3));
  const list = (index: number) => thirds.map((third) => third[index]!).join(', ');
  await systems.sql(`UPDATE %.sharded SET score = -1 WHERE id IN (${list(0)})`);
  await systems.sql(`DELETE FROM %.sharded WHERE id IN (${list(1)})`);
  await systems.cql(`DELETE FROM %.sharded WHERE id IN (${list(2)})`);

  const files = [1, 2, 3].map((index) => join(systems.directory, `shard-${index}.json`));
  const read = async (index: number) => {
    const { exitCode, report } = await systems.run('sharded', '--shard', `${index}/3`, '--record', files[index - 1]!);
    expect(exitCode).toBe(0);
    expect(report!.tables[0]).toMatchObject({
      verdict: 'read',
      equal: false,
      differenceCount: 0,
      rows: { postgresql: 0 },
    });
    expect(report!.scope).toEqual({ kind: 'shard', index, count: 3 });
    return report!.tables[0]!.rows.cassandra;
  };
  const counts = [await read(1), await read(3)];
  const early = await systems.run('sharded', 'merge', ...files);
  expect([early.exitCode, early.report]).toEqual([4, null]);
  expect(early.stderr).toContain('a shard is not read yet: 2/3');
  counts.push(await read(2));
  expect(counts.reduce((sum, count) => sum + count)).toBe(rows - 3);
  for (const count of counts) expect(count).toBeGreaterThan(rows / 5);

  const merged = await systems.run('sharded', 'merge', ...files, '--max-wait', '100ms');
  const whole = await systems.run('sharded', '--max-wait', '100ms');
  expect([merged.exitCode, whole.exitCode]).toEqual([3, 3]);
  const comparable = ({ seconds: _, ring, ...rest }: TableReport) => ({
    ...rest,
    inRing: ring.reduce((sum, piece) => [sum[0]! + piece.rows, sum[1]! + piece.differences], [0, 0]),
  });
  const [ofShards, ofOne] = [merged, whole].map(({ report }) => comparable(report!.tables[0]!));
  expect(ofShards).toEqual(ofOne);
  expect(ofOne).toMatchObject({
    differenceCount: 9,
    kinds: { changed: 3, missing: 3, extra: 3 },
    inRing: [rows - 3, 9],
  });
  expect(merged.report!.scope).toBeNull();
}, 60_000);

test('a rate is kept: 3,000 rows at 1,000 a second', async () => {
  await createEqualTable(systems, 'slow', 3000);
  const start = performance.now();
  const { exitCode, report } = await systems.run('slow', '--max-rows-per-second', '1000');
  expect(performance.now() - start).toBeGreaterThanOrEqual(2000);
  expect([exitCode, report!.tables[0]!.rows.cassandra]).toEqual([0, 3000]);
}, 60_000);
