import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommitLogAudit, type LostChanges } from '../../../src/recover/lost-changes.js';
import { type SetAsideSegment } from '../../../src/recover/set-aside.js';
import { mutation, segment, users } from '../../support/commit-log-segment.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cdcctl-audit-'))));
afterEach(() => rmSync(directory, { recursive: true }));

async function auditOf(file: string): Promise<CommitLogAudit> {
  const bytes = segment([[mutation({ table: users }), mutation({ table: users })]]);
  writeFileSync(file, bytes);
  const setAside: SetAsideSegment = {
    ...{ id: 1, file, place: 'archive', bytes: bytes.length, begunMs: 0, setAsideMs: 0, isClosed: true },
  };
  const audit = new CommitLogAudit([{ name: 'users', id: users, topic: 'users' }], [users]);
  await audit.add(setAside);
  return audit;
}

async function lostBy(audit: CommitLogAudit): Promise<LostChanges[]> {
  const lost: LostChanges[] = [];
  for await (const one of audit.lost()) lost.push(one);
  return lost;
}

test('changes without events are lost', async () => {
  const audit = await auditOf(join(directory, 'CommitLog-7-1.log'));
  const [lost, ...others] = await lostBy(audit);
  expect({ table: lost?.table, mutations: lost?.mutations.length, others }).toEqual({
    table: 0,
    mutations: 2,
    others: [],
  });
});

test('a segment that another recovery removes meanwhile is that one’s', async () => {
  const file = join(directory, 'CommitLog-7-1.log');
  const audit = await auditOf(file);
  rmSync(file);
  expect(await lostBy(audit)).toEqual([]);
});
