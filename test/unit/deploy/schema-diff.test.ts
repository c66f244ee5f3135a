import { type LiveColumn } from '../../../src/deploy/schema/columns.js';
import { columnChanges } from '../../../src/deploy/schema/diff.js';

const key = (name: string, keyPosition: number, type = 'integer'): LiveColumn => ({ name, type, keyPosition });
const cell = (name: string, type = 'text'): LiveColumn => ({ name, type, keyPosition: 0 });

test.each([
  ['nothing', [key('id', 1), cell('a')], [key('id', 1), cell('a')], []],
  ['another order', [cell('b'), key('id', 1), cell('a')], [key('id', 1), cell('a'), cell('b')], []],
  ['a new column', [key('id', 1)], [key('id', 1), cell('a')], [{ kind: 'add', column: 'a', type: 'text' }]],
  ['a dropped one', [key('id', 1), cell('a')], [key('id', 1)], [{ kind: 'drop', column: 'a', type: 'text' }]],
  [
    'another name outside of the key',
    [key('id', 1), cell('a')],
    [key('id', 1), cell('b')],
    [
      { kind: 'drop', column: 'a', type: 'text' },
      { kind: 'add', column: 'b', type: 'text' },
    ],
  ],
  [
    'another name in the key',
    [key('id', 1), key('part', 2)],
    [key('id', 1), key('piece', 2)],
    [{ kind: 'rename', column: 'part', to: 'piece' }],
  ],
  [
    'another type',
    [key('id', 1), cell('a')],
    [key('id', 1), cell('a', 'jsonb')],
    [{ kind: 'retype', column: 'a', from: 'text', type: 'jsonb' }],
  ],
])('%s', (_, live, desired, expected) => {
  expect(columnChanges({ live, desired })).toEqual(expected);
});
