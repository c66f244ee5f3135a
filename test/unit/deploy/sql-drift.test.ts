import { lastingTable } from '../../../src/deploy/catalog.js';
import { driftOf } from '../../../src/deploy/sql-drift.js';

const rows = '"s_cdc"."users_rows"';
const made = {
  [`table ${rows}`]: lastingTable,
  [`column ${rows}."id"`]: 'uuid NOT NULL',
  [`primary key of ${rows}`]: 'PRIMARY KEY (id)',
  'function "s_cdc"."users_merge"(changes s_cdc.users_change[])': 'd1',
};
const live = (...parts: Record<string, string>[]) =>
  Object.entries(Object.assign({}, made, ...parts) as Record<string, string>)
    .filter(([, definition]) => definition !== '')
    .map(([item, definition]) => ({ name: '', item, definition }));

test('what is as it was made is no drift, nor is what others have added', () => {
  expect(driftOf(made, live())).toEqual([]);
  expect(driftOf(made, live({ [`column ${rows}."extra"`]: 'text' }))).toEqual([]);
});

test('a table that is gone is told without its columns, and held data', () => {
  const gone = Object.fromEntries(
    Object.keys(made)
      .slice(0, 3)
      .map((item) => [item, '']),
  );
  expect(driftOf(made, live(gone))).toEqual([
    { setting: { name: `table ${rows}`, from: null, to: 'as deployed' }, mendable: true, held: true },
  ]);
});

test('a function is made again, whatever has become of it', () => {
  const [name] = Object.keys(made).slice(-1);
  for (const [found, from] of [
    ['', null],
    ['d2', 'changed outside'],
  ] as const) {
    expect(driftOf(made, live({ [name!]: found }))).toEqual([
      { setting: { name, from, to: 'as deployed' }, mendable: true, held: false },
    ]);
  }
});

test.each([
  [`column ${rows}."id"`, 'text NOT NULL', 'uuid NOT NULL'],
  [`primary key of ${rows}`, '', 'PRIMARY KEY (id)'],
  [`table ${rows}`, 'table, u', lastingTable],
])('what was altered of a table cannot be made again: %s', (name, found, to) => {
  expect(driftOf(made, live({ [name]: found }))).toEqual([
    { setting: { name, from: found === '' ? null : found, to }, mendable: false, held: false },
  ]);
});
