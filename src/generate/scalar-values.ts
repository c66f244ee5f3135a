import { type Faker } from '@faker-js/faker';
import cassandra from 'cassandra-driver';
import { type ScalarType } from '../tables/cql-type.js';

const { BigDecimal, Duration, InetAddress, Integer, LocalDate, LocalTime, Long, TimeUuid, Uuid } = cassandra.types;

export type Draw<T = unknown> = (random: Faker) => T;

/** Bounds of the integer types; those of varint are only what faker can draw. */
export const integerBounds = {
  tinyint: [-(2 ** 7), 2 ** 7 - 1],
  smallint: [-(2 ** 15), 2 ** 15 - 1],
  int: [-(2 ** 31), 2 ** 31 - 1],
  bigint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  varint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const;

/** Random values where the name of the column says nothing. */
export const scalarDraws: Record<ScalarType, Draw> = {
  ascii: (random) => asciiOnly(random.lorem.words({ min: 1, max: 4 })),
  text: (random) => random.lorem.words({ min: 1, max: 4 }),
  blob: (random) => randomBytes(random, random.number.int({ min: 1, max: 32 })),
  boolean: (random) => random.datatype.boolean(),
  tinyint: (random) => random.number.int({ min: -100, max: 100 }),
  smallint: (random) => random.number.int({ min: -10_000, max: 10_000 }),
  int: (random) => random.number.int({ min: -1_000_000, max: 1_000_000 }),
  bigint: (random) => Long.fromNumber(random.number.int({ min: -(10 ** 12), max: 10 ** 12 })),
  counter: (random) => Long.fromNumber(random.number.int(100)),
  varint: (random) =>
    Integer.fromNumber(random.number.int({ min: -(10 ** 9), max: 10 ** 9 })).multiply(
      Integer.fromNumber(random.number.int(10 ** 12)),
    ),
  decimal: (random) => decimalOf(random.number.int({ min: -(10 ** 9), max: 10 ** 9 }) / 100),
  float: (random) => Math.fround(random.number.int({ min: -1_000_000, max: 1_000_000 }) / 64),
  double: (random) => random.number.float({ min: -1_000_000, max: 1_000_000 }),
  uuid: (random) => new Uuid(withVersion(randomBytes(random, 16), 0x40)),
  timeuuid: (random) => timeUuidOf(random.date.recent({ days: 90 }), random),
  timestamp: (random) => random.date.recent({ days: 90 }),
  date: (random) => dateOf(random.date.recent({ days: 3650 })),
  time: (random) => new LocalTime(Long.fromNumber(random.number.int(86_399_999_999)).multiply(1000)),
  inet: (random) => new InetAddress(randomBytes(random, random.datatype.boolean(0.8) ? 4 : 16)),
  duration: (random) =>
    new Duration(random.number.int(24), random.number.int(60), Long.fromNumber(random.number.int(10 ** 12))),
};

export function asciiOnly(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}

/** Two digits after the point, so that equal keys are equal in Cassandra (by bytes) and elsewhere (by value). */
export function decimalOf(value: number): cassandra.types.BigDecimal {
  return BigDecimal.fromString(value.toFixed(2));
}

export function dateOf(value: Date): cassandra.types.LocalDate {
  return new LocalDate(value.getUTCFullYear(), value.getUTCMonth() + 1, value.getUTCDate());
}

export function timeUuidOf(value: Date, random: Faker): cassandra.types.TimeUuid {
  const ticks = random.number.int(9999);
  return TimeUuid.fromDate(value, ticks, randomBytes(random, 6), randomBytes(random, 2));
}

function randomBytes(random: Faker, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = random.number.int(255);
  return bytes;
}

/** Marks a UUID as RFC 9562 demands. */
function withVersion(bytes: Buffer, version: number): Buffer {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | version, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes;
}
