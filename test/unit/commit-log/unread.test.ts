import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readCdcRaw } from '../../../src/commit-log/cdc-raw.js';
import { type LogPosition } from '../../../src/commit-log/position.js';
import { readSegment } from '../../../src/commit-log/segment.js';
import { readUnread } from '../../../src/commit-log/unread.js';
import { mutation, orders, segment, spareBytes, users } from '../../support/commit-log-segment.js';

const id = 1_795_913_527_806;
const log = segment([
  [mutation({ table: users }), mutation({ table: orders }), mutation({ table: users })],
  [mutation({ table: orders, flags: 16 | 8 }), mutation({ table: users })],
]);
const syncedBytes = log.length - spareBytes;
const keyspaceTables = [users, orders];
const ends = [...readSegment(log, { tables: keyspaceTables, keyspaceTables, after: 0, syncedBytes })].map(
  ({ end }) => end,
);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-unread-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** @param positions of users and orders: which mutation of the log came last, from 1; 0 where none has */
async function unreadAfter(...positions: [number, number]) {
  const config = join(directory, 'cassandra.yaml');
  writeFileSync(config, `cdc_raw_directory: ${directory}\n`);
  writeFileSync(join(directory, `CommitLog-7-${id}.log`), log);
  writeFileSync(join(directory, `CommitLog-7-${id}_cdc.idx`), `${syncedBytes}\n`);
  const raw = await readCdcRaw(config);
  if (typeof raw === 'string') throw new Error(raw);
  const [usersAt, ordersAt] = positions.map((count): LogPosition | undefined =>
    count === 0 ? undefined : { segment: id, offset: ends[count - 1]! },
  );
  const tables = [
    { name: 'users', id: users, position: usersAt },
    { name: 'orders', id: orders, position: ordersAt },
  ];
  return readUnread(raw, { tables, keyspaceTables });
}

test('changes behind a table’s own position are unread; writes with static columns are not counted', async () => {
  expect(await unreadAfter(0, 0)).toMatchObject({ changes: 4, segments: 1, isWhole: true });
  expect(await unreadAfter(1, 2)).toMatchObject({ changes: 2 });
  expect(await unreadAfter(5, 2)).toMatchObject({ changes: 0, segments: 0, oldestMs: null });
});

test('the source has passed a table when a later change of another one has come', async () => {
  expect(await unreadAfter(3, 0)).toMatchObject({ changes: 2, passed: ['orders'] });
  expect(await unreadAfter(1, 2)).toMatchObject({ changes: 2, passed: [] });
  expect(await unreadAfter(0, 2)).toMatchObject({ changes: 3, passed: ['users'] });
  expect(await unreadAfter(3, 2)).toMatchObject({ changes: 1, passed: [] });
});
