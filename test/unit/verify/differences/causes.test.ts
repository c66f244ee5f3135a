import { describe, expect, test } from '@jest/globals';
import { type KnownRow } from '../../../../src/rows/known-rows.js';
import { causeByTimes } from '../../../../src/verify/differences/causes.js';
import { type RowPair } from '../../../../src/verify/differences/looks.js';
import { comparedOf } from '../compared.js';

const table = comparedOf({
  name: 'items',
  partitionKey: { id: 'int' },
  clusteringKey: { n: 'int' },
  statics: { s: 'text' },
  regulars: { a: 'text', b: 'text', tags: 'set<text>' },
});
const indexOf = (name: string) => table.cells.findIndex((cell) => cell.name === name);
const suspect = { key: [Buffer.of(0, 0, 0, 1), Buffer.of(0, 0, 0, 2)], raw: [] };

/** Cells by name: their write times. */
type Times = Record<string, bigint | null>;

interface Case {
  differing: string[];
  /** Absent where Cassandra has no row; null is a cell that is NULL. */
  source?: Times;
  hasTarget?: boolean;
  /** Absent where PostgreSQL knows nothing of the row. */
  known?: Times & { marker?: bigint };
  isDeployed?: boolean;
  compared?: typeof table;
}

function causeOf({ differing, source, hasTarget = true, known, isDeployed = true, compared = table }: Case): string {
  const byName = <T>(value: (name: string) => T): T[] => table.cells.map(({ name }) => value(name));
  const pair: RowPair = {
    suspect,
    cassandra: source && {
      keys: suspect.key,
      cells: byName((name) => (source[name] === null ? null : Buffer.from('source'))),
      writeTimes: byName((name) => source[name] ?? null),
      ttlSeconds: null,
    },
    postgresql: hasTarget ? [...suspect.key, ...byName(() => Buffer.from('target'))] : undefined,
    differing: differing.map(indexOf),
  };
  const knownRow: KnownRow | undefined = known && {
    keys: suspect.key,
    cellTimes: byName((name) => known[name] ?? null),
    markerTime: known.marker ?? null,
    markerLive: true,
  };
  return causeByTimes({ table: compared }, pair, knownRow, isDeployed);
}

test.each<[string, Case, string]>([
  ['Cassandra has a newer write', { differing: ['a'], source: { a: 9n }, known: { a: 8n } }, 'lost-event'],
  ['PostgreSQL knows no write of the cell', { differing: ['a'], source: { a: 9n }, known: { b: 8n } }, 'lost-event'],
  [
    'one cell of several has a newer write',
    { differing: ['a', 'b'], source: { a: 9n, b: 5n }, known: { a: 9n, b: 4n } },
    'lost-event',
  ],
  ['PostgreSQL knows nothing of the row', { differing: ['a'], source: { a: 9n }, hasTarget: false }, 'lost-event'],
  [
    'another value with the same write time',
    { differing: ['a'], source: { a: 9n }, known: { a: 9n } },
    'changed-in-postgresql',
  ],
  [
    'a row is gone whose writes have all arrived',
    { differing: ['a', 'b'], source: { a: 9n, b: 8n }, hasTarget: false, known: { a: 9n, b: 8n } },
    'changed-in-postgresql',
  ],
  ['PostgreSQL has a newer write', { differing: ['a'], source: { a: 9n }, known: { a: 10n } }, 'unknown'],
  [
    'a row that only PostgreSQL has, without write times',
    { differing: ['a'], known: {} },
    'changed-in-postgresql',
  ],
  ['a row that only PostgreSQL has, which was written', { differing: ['a'], known: { a: 9n } }, 'unknown'],
  ['a row that only PostgreSQL has, with a marker', { differing: ['a'], known: { marker: 9n } }, 'unknown'],
  [
    'a cell that is NULL in Cassandra, which nothing of the pipeline has written',
    { differing: ['a'], source: { a: null, b: 5n }, known: { b: 5n } },
    'changed-in-postgresql',
  ],
  ['a cell that is NULL in Cassandra', { differing: ['a'], source: { a: null }, known: { a: 5n } }, 'unknown'],
  ['no difference but in a static column', { differing: ['s'], source: {}, known: { a: 5n } }, 'static-column'],
  ['no difference but in a collection', { differing: ['tags'], source: {}, known: { a: 5n } }, 'collection-delta'],
  ['in both of them', { differing: ['s', 'tags'], source: {}, known: {} }, 'collection-delta'],
  [
    'in a collection, and a cell with a newer write',
    { differing: ['tags', 'a'], source: { a: 9n }, known: { a: 8n } },
    'lost-event',
  ],
  [
    'in a collection, and a cell that was changed',
    { differing: ['tags', 'a'], source: { a: 9n }, known: { a: 9n } },
    'changed-in-postgresql',
  ],
])('%s', (_, one, expected) => {
  expect(causeOf(one)).toBe(expected);
}); // prettier-ignore

test('of a view that was made by other means nothing is known', () => {
  expect(causeOf({ differing: ['a'], source: { a: 9n }, isDeployed: false })).toBe('unknown');
  expect(causeOf({ differing: ['a'], source: { a: 9n }, hasTarget: false, isDeployed: false })).toBe('unknown');
  expect(causeOf({ differing: ['tags'], source: {}, isDeployed: false })).toBe('collection-delta');
});

describe('a table whose rows expire after an hour', () => {
  const source = { ...table.replicated.source, defaultTtlSeconds: 3600 };
  const compared = { ...table, replicated: { ...table.replicated, source } };
  const ago = (minutes: number) => BigInt(Date.now() - minutes * 60_000) * 1000n;

  test.each([
    ['expired', 61],
    ['unknown', 59],
  ])('%s: the newest write is %d minutes old', (expected, minutes) => {
    expect(causeOf({ compared, differing: ['a', 'b'], known: { a: ago(minutes), b: ago(100) } })).toBe(expected);
    const cell = { differing: ['a'], source: { a: null, b: ago(1) }, known: { a: ago(minutes) } };
    expect(causeOf({ compared, ...cell })).toBe(expected);
  });

  test('a row that was inserted later has not expired', () => {
    expect(causeOf({ compared, differing: ['a'], known: { a: ago(61), marker: ago(5) } })).toBe('unknown');
  });
});
