import { type Faker } from '@faker-js/faker';
import { createRandom } from '../../../src/generate/random.js';
import { type Cells, type ColumnName, columnNames, type Values } from './bench-table.js';

/** One statement on one row, as the change log tells it. */
export interface BenchEvent {
  key: string;
  /** INSERT, UPDATE or the delete of a row. */
  op: 'i' | 'u' | 'd';
  /** Write time in microseconds. */
  ts: number;
  /** What the statement sets; null sets a cell to null. */
  cells: Cells;
}

export interface WorkloadOptions {
  /** How many events, duplicates included. */
  events: number;
  seed: number;
}

const firstTs = Date.parse('2026-01-01T00:00:00Z') * 1000;
const duplicateShare = 0.06;
const lateShare = 0.05;
/** How many events a late one or a duplicate stands behind its place, at most. */
const furthest = 500;

/**
 * Events on a third as many keys, in the order of their arrival: 40 % inserts of whole rows, 50 % updates of one to
 * three columns, 5 % updates that set a column to null and 5 % deletes of rows; 6 % come twice and 5 % late.
 */
export function makeWorkload({ events, seed }: WorkloadOptions): BenchEvent[] {
  const random = createRandom({ seed, stream: 1 });
  const keys = Array.from({ length: Math.ceil(events / 3) }, () => random.string.uuid());
  const duplicates = Math.round(events * duplicateShare);
  const written = Array.from({ length: events - duplicates }, (_, i) => makeEvent(random, keys, firstTs + i * 1000));
  const late = () => random.number.int({ min: 1, max: furthest });
  return [
    ...written.map((event, place) => ({ event, place: random.datatype.boolean(lateShare) ? place + late() : place })),
    ...Array.from({ length: duplicates }, () => {
      const place = random.number.int(written.length - 1);
      return { event: written[place]!, place: place + late() };
    }),
  ]
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

/** The key of the last event of a partition; `partition` is below 10. */
export function markerKey(partition: number): string {
  return `00000000-0000-4000-8000-00000000000${partition}`;
}

/** The event that stands at the end of a partition, newer than all others. */
export function markerEvent(partition: number): BenchEvent {
  return { key: markerKey(partition), op: 'i', ts: firstTs * 1.01, cells: { name: 'the end' } };
}

function makeEvent(random: Faker, keys: string[], ts: number): BenchEvent {
  const key = random.helpers.arrayElement(keys);
  const kind = random.number.int(99);
  if (kind < 40) return { key, op: 'i', ts, cells: randomValues(random) };
  if (kind < 90) {
    const touched = random.helpers.arrayElements(columnNames, { min: 1, max: 3 });
    const values = randomValues(random);
    return { key, op: 'u', ts, cells: Object.fromEntries(touched.map((name) => [name, values[name]])) };
  }
  if (kind < 95) return { key, op: 'u', ts, cells: { [random.helpers.arrayElement<ColumnName>(columnNames)]: null } };
  return { key, op: 'd', ts, cells: {} };
}

function randomValues(random: Faker): Values {
  return {
    active: random.datatype.boolean(),
    age: random.number.int({ min: 18, max: 99 }),
    balance: random.finance.amount({ min: 0, max: 100_000 }),
    created_at: random.date.past().getTime(),
    email: random.internet.email(),
    name: random.person.fullName(),
    ref: random.string.uuid(),
    score: random.number.float({ max: 100 }),
  };
}
