import { expect, test } from '@jest/globals';
import { OperatorError } from '../../../src/errors.js';
import { type CqlType, formatCqlType, parseCqlType, type UserTypes } from '../../../src/tables/cql-type.js';

const userTypes: UserTypes = new Map([
  ['position', [{ name: 'latitude', type: 'double' }]],
  [
    'Address',
    [
      { name: 'tags', type: 'list<text>' },
      { name: 'position', type: 'frozen<position>' },
    ],
  ],
]);
const scalar = (name: 'double' | 'text'): CqlType => ({ kind: 'scalar', name });

test('a user-defined type has its fields, and those of the types inside of it', () => {
  expect(parseCqlType('"Address"', userTypes)).toEqual({
    kind: 'udt',
    frozen: false,
    name: 'Address',
    fields: [
      { name: 'tags', type: { kind: 'list', frozen: true, element: scalar('text') } },
      {
        name: 'position',
        type: {
          kind: 'udt',
          frozen: true,
          name: 'position',
          fields: [{ name: 'latitude', type: scalar('double') }],
        },
      },
    ],
  });
});

test.each(['frozen<position>', 'map<text, frozen<list<frozen<position>>>>', 'frozen<tuple<double, text>>'])(
  '%s is read and written',
  (text) => expect(formatCqlType(parseCqlType(text, userTypes))).toBe(text),
);

test.each(['vector<float, 3>', 'frozen<street>', `'org.apache.cassandra.db.marshal.DynamicCompositeType'`])(
  'a type that nobody has defined is refused by name: %s',
  (text) => {
    expect(() => parseCqlType(text, userTypes)).toThrow(OperatorError);
    expect(() => parseCqlType(`frozen<list<${text}>>`, userTypes)).toThrow(text.replace(/^frozen<|(?<=street)>$/g, ''));
  },
);
