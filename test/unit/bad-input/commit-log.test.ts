import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCdcRaw } from '../../../src/commit-log/cdc-raw.js';
import { parsePosition } from '../../../src/commit-log/position.js';
import { readSegment } from '../../../src/commit-log/segment.js';
import { readUnread } from '../../../src/commit-log/unread.js';
import { messageOf } from '../../../src/errors.js';
import { readSetAside } from '../../../src/recover/set-aside.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { mutation, orders, segment, spareBytes, users } from '../../support/commit-log-segment.js';
import { mutatedBytes, mutatedText } from '../../support/mutated-text.js';

const good = segment([
  [mutation({ table: users }), mutation({ table: orders }, { table: users })],
  [mutation({ table: orders }), mutation({ table: users })],
]);
const synced = good.length - spareBytes;
const wanted = { tables: [users, orders], keyspaceTables: [users, orders], after: 0, syncedBytes: good.length };
const all = [...readSegment(good, wanted)];
/** Where the first section ends. */
const firstSection = good.readInt32BE(20);

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cdcctl-bad-log-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test('a damaged segment is refused: none of its changes passes for one that was never written', async () => {
  const outcomes = { whole: 0, refused: 0 };
  await forEachSeed((seed) => {
    const bytes = mutatedBytes(seed, good);
    try {
      const found = [...readSegment(bytes, wanted)];
      // Damage behind the last section, of the checksum of the head, or none at all; a cut between sections is an end.
      const sectionsFrom = [20, firstSection, good.length];
      const lastFrom = sectionsFrom.find((from) => bytes.length < from + 8) ?? good.length;
      expect(found).toEqual(all.filter(({ end }) => end <= lastFrom));
      outcomes.whole++;
    } catch (error) {
      expect(messageOf(error)).toMatch(/^the commit log (is|has) /);
      outcomes.refused++;
    }
  });
  if (isWhole) expect(Math.min(outcomes.whole, outcomes.refused)).toBeGreaterThan(50);
}, 60_000);

test('a node with files of any content is told of, or the reason why not', async () => {
  const config = join(directory, 'cassandra.yaml');
  const idx = join(directory, 'CommitLog-7-1795913527806_cdc.idx');
  const log = join(directory, 'CommitLog-7-1795913527806.log');
  const settings = `cdc_raw_directory: ${directory}\ncdc_total_space: 4GiB\ncommitlog_sync_period: 10000ms\n`;
  const position = { segment: 1_795_913_527_806, offset: all[0]!.end };
  const tables = [
    { name: 'users', id: users, position },
    { name: 'orders', id: orders, position: undefined },
  ];
  const outcomes = { told: 0, reason: 0 };
  await forEachSeed(
    async (seed) => {
      writeFileSync(config, seed % 3 === 0 ? mutatedText(seed, settings) : settings);
      writeFileSync(idx, seed % 3 === 1 ? mutatedText(seed, `${synced}\nCOMPLETED\n`) : `${synced}\n`);
      writeFileSync(log, seed % 3 === 2 ? mutatedBytes(seed, good) : good);
      const raw = await readCdcRaw(config);
      if (typeof raw === 'string') {
        expect(raw).not.toMatch(/undefined|\[object|is not a function|must be of type/);
        outcomes.reason++;
        return;
      }
      expect(Object.values(raw).filter((value) => typeof value === 'number' && !(value >= 0))).toEqual([]);
      try {
        const unread = await readUnread(raw, { tables, keyspaceTables: [users, orders] });
        expect(unread.changes).toBeGreaterThanOrEqual(0);
        expect(unread.bytes).toBeGreaterThanOrEqual(0);
        outcomes.told++;
      } catch (error) {
        expect(messageOf(error)).toMatch(/^the commit log (is|has) /);
        outcomes.reason++;
      }
    },
    { share: 0.6 },
  );
  if (isWhole) expect(Math.min(outcomes.told, outcomes.reason)).toBeGreaterThan(20);
}, 60_000);

test('a node whose cassandra.yaml has any content has segments set aside, or a reason', async () => {
  const config = join(directory, 'cassandra.yaml');
  const settings = `cdc_raw_directory: ${directory}\ncommitlog_directory: ${directory}\n`;
  const node = { id: 'node1', cassandraConfig: config, relocationDirectory: directory };
  await forEachSeed(async (seed) => {
    writeFileSync(config, mutatedText(seed, settings));
    const found = await readSetAside(node as Parameters<typeof readSetAside>[0]);
    if (typeof found === 'string') expect(found).not.toMatch(/undefined|is not a function|must be of type/);
  });
}, 60_000);

test('a position of any text is one that can be compared, or none', async () => {
  await forEachSeed((seed) => {
    const position = parsePosition(mutatedText(seed, 'CommitLog-7-1795913527806.log:200828'));
    if (position === undefined) return;
    expect(Number.isSafeInteger(position.offset) && position.offset >= 0).toBe(true);
    expect(Number.isSafeInteger(position.segment)).toBe(true);
  });
});
