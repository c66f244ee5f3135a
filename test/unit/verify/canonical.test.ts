import { expect, test } from '@jest/globals';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';
import { decimalFromBytes } from '../../../src/tables/canonical/decimal.js';
import { numericOf } from '../../../src/tables/canonical/numeric-bytes.js';
import { parseRecord, RecordWriter } from '../../../src/tables/canonical/record.js';
import { parseCqlType, scalarTypes } from '../../../src/tables/cql-type.js';

const codec = (type: string) => codecOf(parseCqlType(type))!;
const bytes = (hex: string) => Buffer.from(hex, 'hex');

test.each(
  scalarTypes.flatMap((type) => [
    type,
    `frozen<list<${type}>>`,
    `set<${type}>`,
    `map<text, ${type}>`,
    `tuple<${type}>`,
  ]),
)('%s has a canonical form unless it holds counters', (type) =>
  expect(codecOf(parseCqlType(type)) !== undefined).toBe(!type.includes('counter')),
);

/** From PostgreSQL 16.1: numeric_send(trim_scale(…)). */
test.each([
  ['0', 3, '0000000000000000'],
  ['150', 2, '000200000000000100011388'],
  ['-1', 4, '0001ffff400000040001'],
  ['10000', 0, '00010001000000000001'],
  ['1', -20, '00010005000000000001'],
  ['123456789', 1, '000300010000000104d2162e2328'],
  ['9999999999999999999999999', 5, '0007000400000005270f270f270f270f270f270f2328'],
])('numeric %s · 10^-%d', (unscaled, scale, expected) => {
  const value = BigInt(unscaled);
  const hex = BigInt.asUintN(128, value).toString(16).padStart(32, '0');
  expect(numericOf(decimalFromBytes(bytes(hex), scale)).toString('hex')).toBe(expected);
});

test('numbers that PostgreSQL cannot hold stay apart, have a text, and no literal', () => {
  const tooSmall = codec('decimal').fromCassandra(bytes('0000400001'))!;
  const tooBig = codec('decimal').fromCassandra(bytes('8000000001'))!;
  expect([tooSmall, tooBig].map(codec('decimal').text)).toEqual(['1E-16384', '1E+2147483648']);
  expect([tooSmall, tooBig].map(codec('decimal').literal)).toEqual([undefined, undefined]);
});

test.each([
  ['date', '80000000', '1970-01-01'],
  ['date', '7fffffff', '1969-12-31'],
  ['date', '7fdac274', '4714-11-24 BC'],
  ['time', '0000000000000001', '00:00:00'],
  ['time', '00004e94914effff', '23:59:59.999999'],
  ['timestamp', '0000000000000000', '1970-01-01 00:00:00+00'],
  ['timestamp', 'ffffffffffffffff', '1969-12-31 23:59:59.999+00'],
  ['inet', '20010db8000000000000000000000001', '2001:db8::1'],
  ['inet', '00000000000000000000ffff0a000001', '10.0.0.1'],
  ['inet', '00010000000000020003000000000004', '1::2:3:0:0:4'],
  ['tinyint', '80', '-128'],
  ['float', '3dcccccd', '0.1'],
  ['float', '80000000', '-0'],
  ['float', '00000001', '1e-45'],
  ['double', 'fff8000000000001', 'NaN'],
  ['decimal', '0000000204d2', '12.34'],
  ['decimal', 'fffffffd01', '1000'],
  ['varint', 'ff', '-1'],
  ['blob', '00ff', '\\x00ff'],
  ['frozen<list<text>>', '00000003000000016100000000000000036120 62'.replaceAll(' ', ''), '{a,"","a b"}'],
  ['frozen<set<int>>', '00000000', '{}'],
  ['list<blob>', '000000010000000200ff', '{"\\\\x00ff"}'],
  ['list<duration>', '0000000100000003020400', '{"1 mons 2 days"}'],
  ['duration', '020400', '1 mons 2 days'],
  ['duration', '000000', '00:00:00'],
  ['duration', '0204fc14173b51b5c0', '1 mons 2 days 03:04:05.006007'],
  ['duration', '1b0587cf', '-14 mons -3 days -00:00:00.000001'],
])('%s %s reads %s', (type, raw, text) => {
  const { fromCassandra, text: textOf, literal } = codec(type);
  const canonical = fromCassandra(bytes(raw))!;
  expect(textOf(canonical)).toBe(text);
  expect(literal(canonical)).toBe(text);
});

test.each([
  ['timestamp', '7fffffffffffffff'],
  ['timestamp', '8000000000000000'],
  ['date', 'ffffffff'],
  ['date', '00000000'],
  ['text', '6100'],
  ['frozen<list<text>>', '0000000100000001 00'.replace(' ', '')],
])('PostgreSQL cannot hold the %s %s', (type, raw) => {
  const { fromCassandra, toCassandra, literal } = codec(type);
  const canonical = fromCassandra(bytes(raw))!;
  expect(literal(canonical)).toBeUndefined();
  expect(toCassandra(canonical)).toEqual(bytes(raw));
});

test.each([
  ['tinyint', '012c'],
  ['varint', '000200000000000100011388'],
  ['timestamp', '0000000000000001'],
  ['timestamp', '7fffffffffffffff'],
  ['inet', '0218000401020300'],
  ['duration', '000000000000000100000000ffffffff'],
  ['duration', '7fffffffffffffff0000000000000000'],
])('Cassandra cannot hold the %s that PostgreSQL sends as %s', (type, canonical) => {
  expect(codec(type).toCassandra(bytes(canonical))).toBeUndefined();
});

test.each(['int', 'uuid', 'timestamp', 'decimal', 'boolean', 'duration', 'frozen<list<int>>', 'map<int, int>'])(
  'an empty %s, which Cassandra reads as null, is NULL',
  (type) => expect(codec(type).fromCassandra(Buffer.alloc(0))).toBeNull(),
);

test('records are those of record_send', () => {
  const writer = new RecordWriter([23, 25, 25]);
  const cells = [bytes('00000007'), null, Buffer.from('é')];
  const record = Buffer.from(writer.bytes.subarray(0, writer.write(cells)));
  // From PostgreSQL 16.1: record_send(row(7, null::text, 'é'::text)).
  expect(record.toString('hex')).toBe('0000000300000017000000040000000700000019ffffffff0000001900000002c3a9');
  expect(parseRecord(record)).toEqual(cells);
});
