import { expect, test } from '@jest/globals';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';
import { floatJson } from '../../../src/tables/canonical/json-numbers.js';
import { parseCqlType, type UserTypes } from '../../../src/tables/cql-type.js';
import { serialise } from '../../../src/tables/serialise.js';

const userTypes: UserTypes = new Map([
  [
    'address',
    [
      { name: 'street', type: 'text' },
      { name: 'no', type: 'int' },
    ],
  ],
]);
const codec = (type: string) => codecOf(parseCqlType(type, userTypes))!;
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

test.each([
  // [count] [length, key] [length, value] …
  ['map<text, int>', '00000000', '{}'],
  ['map<text, int>', '00000002 00000002 6262 00000004 00000001 00000001 63 00000004 ffffffff', '{"c": -1, "bb": 1}'],
  ['map<boolean, text>', '00000001 00000001 01 00000001 22', '{"true": "\\""}'],
  ['map<int, text>', '00000001 00000004 fffffffe 00000002 0a1f', '{"-2": "\\n\\u001f"}'],
  ['map<blob, text>', '00000001 00000000 00000003 7fc3a9', '{"0x": "\u007fé"}'],
  ['map<double, tinyint>', '00000002 00000008 8000000000000000 00000001 01 00000008 0000000000000000 00000001 02', '{"0": 2}'],
  ['map<frozen<set<tinyint>>, boolean>', '00000001 00000009 00000001 00000001 05 00000001 00', '[[[5], false]]'],
  // [length, item] …
  ['tuple<int, text>', '00000004 00000007', '[7, null]'],
  ['tuple<int, text>', 'ffffffff 00000000', '[null, ""]'],
  ['tuple<decimal, decimal>', '00000006 00000002 0096 00000005 fffffffd 0f', '[1.50, 15000]'],
  ['tuple<decimal, varint>', '00000005 00000002 00 00000001 80', '[0.00, -128]'],
  ['tuple<date, time>', '00000004 80000000 00000008 00000000000c8320', '["1970-01-01", "00:00:00.00082"]'],
  ['tuple<timestamp, timestamp>', '00000008 0000000000000000 00000008 ffffffffffffffff', '["1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z"]'],
  ['tuple<inet, duration>', '00000010 20010db8000000000000000000000001 00000003 020400', '["2001:db8::1", "1mo2d"]'],
  ['tuple<uuid>', '00000010 9f3c1d520f0a4b1c8a672f1d3c4b5a69', '["9f3c1d52-0f0a-4b1c-8a67-2f1d3c4b5a69"]'],
  ['address', '00000001 61', '{"no": null, "street": "a"}'],
  ['list<frozen<address>>', '00000001 00000008 ffffffff 00000000', '[{"no": null, "street": null}]'],
  ['list<frozen<list<float>>>', '00000001 00000014 00000002 00000004 3dcccccd 00000004 ff800000', '[[0.1, "-Infinity"]]'],
])('%s %s reads %s', (type, raw, text) => {
  const { fromCassandra, text: textOf, literal, toCassandra } = codec(type);
  const canonical = fromCassandra(bytes(raw))!;
  expect(canonical.subarray(0, 1)).toEqual(Buffer.of(1));
  expect(textOf(canonical)).toBe(text);
  expect(literal(canonical)).toBe(text);
  expect(toCassandra(canonical)).toBeUndefined();
}); // prettier-ignore

test.each([
  ['tuple<text>', '00000002 6100', '["a\\u0000"]'],
  ['map<text, text>', '00000001 00000001 00 00000000', '{"\\u0000": ""}'],
  ['tuple<decimal>', '00000005 00004000 01', '[1E-16384]'],
  ['tuple<decimal>', '00000005 80000000 01', '[1E2147483648]'],
])('PostgreSQL cannot hold the %s %s', (type, raw, text) => {
  const { fromCassandra, text: textOf, literal } = codec(type);
  const canonical = fromCassandra(bytes(raw))!;
  expect(textOf(canonical)).toBe(text);
  expect(literal(canonical)).toBeUndefined();
});

test('what only looks like a zero byte or an exponent is held', () => {
  const { fromCassandra, text, literal } = codec('tuple<text, text>');
  const canonical = fromCassandra(serialise(parseCqlType('tuple<text, text>'), ['\\u0000', '"1E5']))!;
  expect(literal(canonical)).toBe(text(canonical));
});

/** From PostgreSQL 16.1: to_jsonb(…::double precision) and to_jsonb(…::real). */
test.each([
  ['double', -0, '0'],
  ['double', 1e-7, '0.0000001'],
  ['double', -123.456, '-123.456'],
  ['double', 1e22, '10000000000000000000000'],
  ['double', 1e23, '99999999999999990000000'],
  ['double', 2 ** 53 + 2, '9007199254740994'],
  ['double', -(2 ** 63), '-9223372036854776000'],
  ['double', NaN, '"NaN"'],
  ['float', Math.fround(0.1), '0.1'],
  ['float', 1130799.25, '1130799.2'],
  ['float', 2 ** -96, '0.000000000000000000000000000012621775'],
  ['float', 2 ** 25, '33554432'],
  ['float', Math.fround(3.4028235e38), '340282350000000000000000000000000000000'],
] as const)('%s %d is the number %s', (type, value, expected) => expect(floatJson(value, type)).toBe(expected));
