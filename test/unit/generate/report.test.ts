import { mergeReports, Tally } from '../../../src/generate/report.js';
import { sketchTable } from './tables.js';

test('statements are counted by table and kind; both kinds of deletes are deletes', () => {
  const [users, orders] = [sketchTable({ name: 'users' }), sketchTable({ name: 'orders' })];
  const tally = new Tally([users, orders]);
  tally.add(users, 'inserts');
  tally.add(orders, 'deletes');
  tally.add(orders, 'partition-deletes');
  expect(tally.report(7)).toMatchObject({
    seed: 7,
    statements: 3,
    tables: [
      { keyspace: 'shop', table: 'users', inserts: 1, updates: 0, deletes: 0 },
      { keyspace: 'shop', table: 'orders', inserts: 0, updates: 0, deletes: 2 },
    ],
  });
});

test('runs at the same time add up', () => {
  const one = { seed: 7, seconds: 2, statements: 10, perSecond: 5, tables: [] };
  const other = { ...one, seconds: 4, statements: 40, perSecond: 10 };
  expect(mergeReports([one, other])).toEqual({ seed: 7, seconds: 4, statements: 50, perSecond: 15, tables: [] });
});
