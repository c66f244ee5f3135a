import { expect, test } from '@jest/globals';
import { type Cells } from '../../../src/tables/canonical/record.js';
import { lookUntilStable } from '../../../src/verify/looks.js';

type Version = string | undefined;

/** Plays what each side shows at each look; the last version stays. `Error` cannot be read. */
async function play(source: (Version | Error)[], target: Version[]): Promise<{ outcome: string; looks: number }> {
  let outcome = 'equal';
  let looks = 0;
  let now = 0;
  const cells = (version: Version): Cells | undefined => (version === undefined ? undefined : [Buffer.from(version)]);
  const at = <T>(versions: T[], look: number): T => versions[Math.min(look, versions.length - 1)]!;
  await lookUntilStable([{ key: [], raw: [] }], {
    maxWaitMs: 1000,
    readCassandra: () => {
      const version = at(source, looks);
      return Promise.resolve([version instanceof Error ? { failure: version } : { cells: cells(version) }]);
    },
    readPostgres: () => Promise.resolve([cells(at(target, looks++))]),
    fingerprint: (row) => (row === undefined ? 'absent' : row[0]!.toString()),
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    onDifference: () => (outcome = 'difference'),
    onInFlight: () => (outcome = 'in flight'),
    onUnread: () => (outcome = 'unread'),
  });
  return { outcome, looks };
}

test.each<[string, (Version | Error)[], Version[], string]>([
  ['both the same at once', ['a'], ['a'], 'equal'],
  ['the target follows', ['a'], [undefined, undefined, 'a'], 'equal'],
  ['the target has a version that the source had before', ['a', 'b', 'c', 'd', 'e'], ['x', 'a'], 'equal'],
  ['deleted meanwhile', ['a', undefined], [undefined], 'equal'],
  ['missing', ['a'], [undefined], 'difference'],
  ['extra', [undefined], ['a'], 'difference'],
  ['changed early, then stable', ['a', 'b'], ['x'], 'difference'],
  ['the source keeps changing', ['a', 'b', 'c', 'd', 'e'], ['x'], 'in flight'],
  ['the target keeps changing', ['a'], ['1', '2', '3', '4', '5'], 'in flight'],
  ['unreadable for a while', [new Error('timeout'), 'a'], ['a'], 'equal'],
  ['unreadable to the end', [new Error('timeout')], ['a'], 'unread'],
])('%s', async (_, source, target, expected) => {
  expect((await play(source, target)).outcome).toBe(expected);
});

test('looking stops as soon as both sides are equal', async () => {
  expect((await play(['a'], ['x', 'a'])).looks).toBe(2);
});
