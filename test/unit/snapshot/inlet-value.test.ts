import { expect, test } from '@jest/globals';
import cassandra from 'cassandra-driver';
import { inletText } from '../../../src/snapshot/inlet-value.js';
import { parseCqlType } from '../../../src/tables/cql-type.js';

const { types } = cassandra;
// The driver's own declaration wants a number where it takes an Integer.
const decimal = (unscaled: string, scale: number) =>
  new types.BigDecimal(types.Integer.fromString(unscaled) as unknown as number, scale);

/** What the connector emits for the same values, but for the spelling of numbers. */
test.each<[string, unknown, string | null]>([
  ['text', null, null],
  ['text', '', ''],
  ['boolean', false, 'false'],
  ['bigint', types.Long.fromString('-9223372036854775808'), '-9223372036854775808'],
  [
    'varint',
    types.Integer.fromString('-170141183460469231731687303715884105728'),
    '-170141183460469231731687303715884105728',
  ],
  ['decimal', decimal('15', -3), '15e3'],
  ['decimal', decimal('-150', 2), '-150e-2'],
  ['decimal', decimal('0', 0), '0e0'],
  ['double', -0, '-0'],
  ['float', Number.NaN, 'NaN'],
  ['double', -Infinity, '-Infinity'],
  ['blob', Buffer.from('cafe', 'hex'), '\\xcafe'],
  ['inet', types.InetAddress.fromString('10.1.2.3'), '/10.1.2.3'],
  ['inet', types.InetAddress.fromString('2001:db8::1'), '/2001:db8::1'],
  ['date', types.LocalDate.fromString('2026-11-23'), '-2147462868'],
  ['date', types.LocalDate.fromString('1969-12-31'), '2147483647'],
  ['time', types.LocalTime.fromString('13:45:30.123456789'), '49530123456789'],
  ['timestamp', new Date('2026-11-23T10:11:12.345Z'), '1795428672345'],
  ['frozen<list<text>>', ['a"b', 'c\\d', '', 'NULL'], '{"a\\"b","c\\\\d","","NULL"}'],
  ['frozen<set<decimal>>', [decimal('15', -3)], '{"15e3"}'],
])('%s %p', (type, value, expected) => {
  expect(inletText(parseCqlType(type), value)).toBe(expected);
});
