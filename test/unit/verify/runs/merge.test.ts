import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ProgressEvent } from '../../../../src/progress.js';
import { findShards, type Shards } from '../../../../src/verify/runs/merge.js';
import { type RunIdentity, RunRecord } from '../../../../src/verify/runs/run-record.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-shards-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Shard {
  index: number;
  count?: number;
  run?: Partial<RunIdentity>;
  isFinished?: boolean;
  name?: string;
}

function write({ index, count = 3, run = {}, isFinished = true, name = `${index}.json` }: Shard): string {
  const file = join(directory, name);
  const scope = { kind: 'shard', index, count } as const;
  const record = RunRecord.open(file, { pipelines: ['shop'], tables: null, columns: null, scope, ...run }, new Date());
  if (isFinished) record.finish();
  return file;
}

function find(paths: string[], waitMs = 0, events: ProgressEvent[] = []): Promise<Shards> {
  const { signal } = new AbortController();
  return findShards({ paths, waitMs, onProgress: (event) => events.push(event), signal });
}

test('all shards are found, in files and directories, and what they have read is the same run', async () => {
  const files = [2, 1].map((index) => write({ index, run: { tables: ['items'] } }));
  mkdirSync(join(directory, 'more'));
  write({ index: 3, run: { tables: ['items'] }, name: 'more/3.json' });
  writeFileSync(join(directory, 'more', 'notes.txt'), 'not a record');
  const { run, records } = await find([...files, join(directory, 'more')]);
  expect(run).toEqual({ pipelines: ['shop'], tables: ['items'], columns: null, scope: null });
  expect(records.map(({ run: { scope } }) => scope)).toEqual(
    [2, 1, 3].map((index) => ({ kind: 'shard', index, count: 3 })),
  );
});

test('one shard may be all', async () => {
  const { records } = await find([write({ index: 1, count: 1 })]);
  expect(records).toHaveLength(1);
});

test('shards that are missing or not finished are named, with the exit code for what is partly done', async () => {
  const files = [write({ index: 1 }), write({ index: 3, isFinished: false })];
  await expect(find(files)).rejects.toMatchObject({
    kind: 'partial',
    exitCode: 4,
    message: 'some shards are not read yet: 2/3, 3/3',
  });
  write({ index: 2 });
  await expect(find([directory])).rejects.toMatchObject({ message: 'a shard is not read yet: 3/3' });
});

test('a file that is not there yet is a shard that is missing', async () => {
  write({ index: 1 });
  write({ index: 2 });
  await expect(find([1, 2, 3].map((index) => join(directory, `${index}.json`)))).rejects.toMatchObject({
    message: 'a shard is not read yet: 3/3',
  });
});

test('without any record there is nothing to merge', async () => {
  await expect(find([directory])).rejects.toMatchObject({ kind: 'invalid', message: 'there is no record of a shard' });
});

test('the same shard twice is refused, also under another name', async () => {
  const files = [1, 2, 3].map((index) => write({ index }));
  const copy = join(directory, 'copy.json');
  copyFileSync(files[1]!, copy);
  await expect(find([...files, copy])).rejects.toMatchObject({
    kind: 'invalid',
    resource: copy,
    message: expect.stringContaining(`${files[1]} is of the same shard, 2/3`),
  });
});

test.each<[string, Omit<Shard, 'index'>]>([
  ['another number of shards', { count: 4 }],
  ['other pipelines', { run: { pipelines: ['warehouse'] } }],
  ['other tables', { run: { tables: ['items'] } }],
  ['other columns', { run: { columns: ['value'] } }],
])('records of %s are not mixed', async (_, other) => {
  const files = [write({ index: 1 }), write({ index: 2 }), write({ index: 3, ...other })];
  await expect(find(files)).rejects.toMatchObject({
    kind: 'invalid',
    resource: files[2],
    message: expect.stringContaining(`it is of another verification than ${files[0]}`),
  });
});

test.each<RunIdentity['scope']>([null, { kind: 'tokens', after: '0', to: '1' }])(
  'the record of a run that was no shard is refused: %j',
  async (scope) => {
    const file = write({ index: 1, run: { scope } });
    await expect(find([file])).rejects.toMatchObject({
      kind: 'invalid',
      resource: file,
      message: expect.stringContaining('it is not the record of a shard'),
    });
  },
);

test('shards that are not read yet are waited for', async () => {
  const files = [write({ index: 1 }), write({ index: 2 }), join(directory, '3.json')];
  const events: ProgressEvent[] = [];
  const finding = find(files, 10_000, events);
  expect(events.at(-1)).toMatchObject({ status: 'advanced', completed: 2, total: 3 });
  write({ index: 3 });
  expect((await finding).records).toHaveLength(3);
  expect(events.at(-1)).toMatchObject({ status: 'done', completed: 3 });
});

test('the time to wait for shards ends', async () => {
  await expect(find([write({ index: 1 })], 100)).rejects.toMatchObject({ kind: 'unreachable' });
});
