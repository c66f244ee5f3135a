import { expect, test } from '@jest/globals';
import { type Cells } from '../../../../src/tables/canonical/record.js';
import { lookUntilStable, type RowPair } from '../../../../src/verify/differences/looks.js';

/** The cells of a row as one letter each, `-` for NULL; undefined for no row. */
type Version = string | undefined;

interface Play {
  /** What each side shows at each look; the last version stays. An error cannot be read. */
  source: (Version | Error)[];
  target: Version[];
  seen?: string;
  hasArrived?: boolean;
}

interface Played {
  outcome: string;
  /** Looks at each side. */
  looks: { cassandra: number; postgresql: number };
  /** When it was told, in parts of the time there is. */
  at: number;
  differing: number[];
}

const maxWaitMs = 1000;

const cellsOf = (version: Version): Cells | undefined =>
  version === undefined ? undefined : [...version].map((letter) => (letter === '-' ? null : Buffer.from(letter)));

async function play({ source, target, seen, hasArrived = false }: Play): Promise<Played> {
  const played: Played = { outcome: 'equal', looks: { cassandra: 0, postgresql: 0 }, at: 0, differing: [] };
  let now = 0;
  const end = (outcome: string, pair?: RowPair): void => {
    expect(played.outcome).toBe('equal');
    Object.assign(played, { outcome, at: now / maxWaitMs, differing: pair?.differing ?? [] });
  };
  const next = <T>(versions: T[], side: 'cassandra' | 'postgresql'): T =>
    versions[Math.min(played.looks[side]++, versions.length - 1)]!;
  const suspect = { key: [], raw: [], ...(seen === undefined ? {} : { seen: cellsOf(seen)! }) };
  await lookUntilStable([suspect], {
    keyCount: 0,
    maxWaitMs,
    readCassandra: () => {
      const version = next(source, 'cassandra');
      if (version instanceof Error) return Promise.resolve([{ failure: version }]);
      const cells = cellsOf(version);
      const row = cells && { keys: [], cells, writeTimes: cells.map(() => null), ttlSeconds: null };
      return Promise.resolve([{ row, readAtUs: 0n }]);
    },
    readPostgres: () => Promise.resolve([cellsOf(next(target, 'postgresql'))]),
    haveArrived: (pairs) => Promise.resolve(pairs.map(() => hasArrived)),
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    onDifferences: ([pair]) => Promise.resolve(end('difference', pair)),
    onInFlight: (pair) => end('in flight', pair),
    onUnread: () => end('unread'),
  });
  return played;
}

const timeout = new Error('timeout');

test.each<[string, Play, string]>([
  ['both the same at once', { source: ['a'], target: ['a'] }, 'equal'],
  ['the target follows', { source: ['a'], target: [undefined, undefined, 'a'] }, 'equal'],
  ['the target follows at the last look', { source: ['a'], target: ['x', 'x', 'x', 'x', 'a'] }, 'equal'],
  ['the target shows what the source had before', { source: ['a', 'b', 'c', 'd'], target: ['x', 'a'] }, 'equal'],
  ['the source comes to what the target has', { source: ['a', 'b'], target: ['b', 'b'] }, 'equal'],
  ['deleted meanwhile', { source: ['a', undefined], target: [undefined] }, 'equal'],
  ['deleted, and the target follows', { source: [undefined], target: ['a', undefined] }, 'equal'],
  ['missing', { source: ['a'], target: [undefined] }, 'difference'],
  ['missing, without values', { source: ['--'], target: [undefined] }, 'difference'],
  ['extra', { source: [undefined], target: ['a'] }, 'difference'],
  ['NULL in PostgreSQL', { source: ['a'], target: ['-'] }, 'difference'],
  ['changed early, then stable', { source: ['a', 'b'], target: ['x'] }, 'difference'],
  ['the source keeps changing, the target stays', { source: ['a', 'b', 'c', 'd', 'e'], target: ['x'] }, 'difference'],
  ['the target keeps changing', { source: ['a'], target: ['1', '2', '3', '4', '5'] }, 'in flight'],
  ['both keep changing', { source: ['a', 'b', 'c', 'd', 'e'], target: ['1', '2', '3', '4', '5'] }, 'in flight'],
  ['the target has moved once', { source: ['a'], target: ['1', '1', '2'] }, 'in flight'],
  ['unreadable for a while', { source: [timeout, 'a'], target: ['a'] }, 'equal'],
  ['unreadable for a while, then different', { source: [timeout, 'a'], target: ['x'] }, 'difference'],
  ['readable for the last look alone', { source: [timeout, timeout, timeout, timeout, 'a'], target: ['x'] }, 'unread'],
  ['unreadable to the end', { source: [timeout], target: ['a'] }, 'unread'],
])('%s', async (_, played, expected) => {
  expect((await play(played)).outcome).toBe(expected);
});

test('looking stops as soon as both sides are equal', async () => {
  expect((await play({ source: ['a'], target: ['x', 'a'] })).looks).toEqual({ cassandra: 2, postgresql: 2 });
});

test('a cell that was tampered with differs, while another one changes and follows', async () => {
  const played = await play({ source: ['a1', 'a2', 'a3', 'a4', 'a5'], target: ['x0', 'x1', 'x2', 'x3', 'x4'] });
  expect(played).toMatchObject({ outcome: 'difference', at: 1, differing: [0] });
  // Each look finds PostgreSQL one version behind: not equal, but followed.
  expect((await play({ source: ['a1', 'a2', 'a3'], target: ['a0', 'a1', 'a2'] })).outcome).toBe('equal');
});

test.each<[string, Play, number[]]>([
  ['one cell', { source: ['abc'], target: ['axc'] }, [1]],
  ['NULL here and there', { source: ['a-c'], target: ['ab-'] }, [1, 2]],
  ['a row that is missing: all that is not NULL', { source: ['a-c'], target: [undefined] }, [0, 2]],
  ['a row that is extra', { source: [undefined], target: ['-b-'] }, [1]],
  ['a cell on its way beside one that stays', { source: ['ab'], target: ['x1', 'x2', 'x3', 'x4', 'x5'] }, [0]],
  ['cells that are all on their way', { source: ['ab'], target: ['11', '22', '33', '44', '55'] }, [0, 1]],
])('the cells that differ are named: %s', async (_, looks, differing) => {
  expect((await play(looks)).differing).toEqual(differing);
});

test('a difference is told when the time is over, or at the second look where all writes have arrived', async () => {
  expect(await play({ source: ['a'], target: ['x'] })).toMatchObject({ outcome: 'difference', at: 1 });
  const early = await play({ source: ['a'], target: ['x'], hasArrived: true });
  expect(early).toMatchObject({ outcome: 'difference', at: 0.1, looks: { cassandra: 2, postgresql: 2 } });
});

test('a row that has moved is looked at to the end, whatever has arrived', async () => {
  const moving = await play({ source: ['a'], target: ['1', '2'], hasArrived: true });
  expect(moving).toMatchObject({ outcome: 'in flight', at: 1 });
  expect(await play({ source: ['a'], target: ['1', '2', 'a'], hasArrived: true })).toMatchObject({ outcome: 'equal' });
});

test('a row that shows what a scan has seen passes without reading Cassandra', async () => {
  const passed = await play({ source: ['b'], target: ['a'], seen: 'a' });
  expect(passed).toMatchObject({ outcome: 'equal', looks: { cassandra: 0, postgresql: 1 } });
  expect((await play({ source: ['b'], target: ['x', 'x', 'a'], seen: 'a' })).outcome).toBe('equal');
  expect((await play({ source: ['a'], target: ['x'], seen: 'a' })).outcome).toBe('difference');
});

test('masses of rows are each told once, in looks that are fewer', async () => {
  const count = 6000;
  let [now, looks] = [0, 0];
  const told = { differences: 0, inFlight: 0 };
  const row = { keys: [], cells: [Buffer.from('a')], writeTimes: [null], ttlSeconds: null };
  await lookUntilStable(
    Array.from({ length: count }, (_, n) => ({ key: [Buffer.from(String(n))], raw: [] })),
    {
      keyCount: 1,
      maxWaitMs,
      readCassandra: (suspects) => Promise.resolve(suspects.map(() => ({ row, readAtUs: 0n }))),
      readPostgres: (suspects) => {
        looks += suspects.length;
        // Every third row is equal.
        return Promise.resolve(
          suspects.map(({ key }) => (Number(key[0]!.toString()) % 3 === 0 ? [...key, Buffer.from('a')] : undefined)),
        );
      },
      haveArrived: (pairs) => Promise.resolve(pairs.map(() => false)),
      now: () => now,
      pause: (milliseconds) => Promise.resolve(void (now += milliseconds)),
      onDifferences: (pairs) => Promise.resolve(void (told.differences += pairs.length)),
      onInFlight: () => told.inFlight++,
      onUnread: () => undefined,
    },
  );
  expect(told).toEqual({ differences: 4000, inFlight: 0 });
  expect(looks).toBe(count + 4000 * 2);
  expect(now).toBe(maxWaitMs);
});
