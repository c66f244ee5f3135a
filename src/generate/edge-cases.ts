import cassandra from 'cassandra-driver';
import { type ScalarType } from '../tables/cql-type.js';

const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Uuid } = cassandra.types;

const asciiTexts = [
  '',
  ' ',
  '  leading and trailing  ',
  `quotes ' " \` and \\ backslashes \\n`,
  'line\nbreak, carriage\r\nreturn and\ttab',
  'null',
  '{"json": ["in", "text"]}',
  "'; DROP TABLE students; --",
  '\u0001\u001f\u007f',
  'long '.repeat(400),
];

const floats = [0, -0, 1, -1, NaN, Infinity, -Infinity];

/** Years 0001 to 9999: what every system on the way can hold. */
const instants = [
  new Date(0),
  new Date(-1),
  new Date(1),
  new Date('1582-10-04T23:59:59.999Z'),
  new Date('2000-02-29T12:00:00.001Z'),
  new Date('2038-01-19T03:14:08.000Z'),
  new Date('0001-01-01T00:00:00.000Z'),
  new Date('9999-12-31T23:59:59.999Z'),
];

/** Values at the limits of each type. Text has no zero bytes: PostgreSQL cannot hold them. */
export const edgeCases: Record<ScalarType, readonly unknown[]> = {
  ascii: asciiTexts,
  text: [
    ...asciiTexts,
    '😀 👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎',
    'e\u0301 is not \u00e9',
    'مرحبا بالعالم',
    '日本語テキスト',
    '\u{10ffff}\ufffd\ufeff',
  ],
  blob: [Buffer.alloc(0), Buffer.of(0), Buffer.alloc(1000, 0xff), Buffer.from('\\x00')],
  boolean: [],
  tinyint: [0, -1, -(2 ** 7), 2 ** 7 - 1],
  smallint: [0, -1, -(2 ** 15), 2 ** 15 - 1],
  int: [0, -1, -(2 ** 31), 2 ** 31 - 1],
  bigint: [Long.ZERO, Long.NEG_ONE, Long.MIN_VALUE, Long.MAX_VALUE, Long.fromString('9007199254740993')],
  counter: [],
  varint: ['0', '-1', '128', '-129', '9223372036854775808', `-${'9'.repeat(40)}`, `1${'0'.repeat(60)}`].map((digits) =>
    Integer.fromString(digits),
  ),
  decimal: [
    ...['0', '0.00', '-0.01', '1.10', `-${'9'.repeat(25)}.${'9'.repeat(15)}`, `0.${'0'.repeat(29)}1`].map((digits) =>
      BigDecimal.fromString(digits),
    ),
    new BigDecimal(15, -3),
  ],
  float: [...floats, Math.fround(3.4028234663852886e38), -Math.fround(3.4028234663852886e38), 2 ** -149],
  double: [...floats, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0.1 + 0.2],
  uuid: [new Uuid(Buffer.alloc(16)), new Uuid(Buffer.alloc(16, 0xff))],
  timeuuid: instants
    .filter((instant) => instant.getUTCFullYear() > 1582 && instant.getUTCFullYear() < 5236)
    .map((instant) => TimeUuid.fromDate(instant, 9999, Buffer.alloc(6, 1), Buffer.alloc(2))),
  timestamp: instants,
  date: instants.map(
    (instant) => new LocalDate(instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate()),
  ),
  time: ['00:00:00', '00:00:00.000001', '12:00:00.001', '23:59:59.999999999'].map((text) => LocalTime.fromString(text)),
  inet: ['0.0.0.0', '255.255.255.255', '127.0.0.1', '::', '::1', '2001:db8::ff00:42:8329', 'fe80::1'].map((text) =>
    InetAddress.fromString(text),
  ),
  duration: [
    new Duration(0, 0, Long.ZERO),
    new Duration(-1, -2, Long.fromNumber(-3)),
    new Duration(2 ** 31 - 1, 2 ** 31 - 1, Long.MAX_VALUE),
  ],
};

/**
 * The edge cases that are fit for a primary key: not empty, and no two that Cassandra tells apart but PostgreSQL does
 * not (0 and -0, 1.0 and 1.00, nanoseconds).
 */
export function keyEdgeCases(type: ScalarType): readonly unknown[] {
  const cases = edgeCases[type];
  if (type === 'float' || type === 'double' || type === 'decimal' || type === 'time') return [];
  return cases.filter((value) => value !== '' && !(Buffer.isBuffer(value) && value.length === 0));
}
