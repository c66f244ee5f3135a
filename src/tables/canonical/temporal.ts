import { type CanonicalCodec } from './codec.js';
import { calendarDate, clockTime, epochDays } from './calendar.js';
import { type RawWriter, readInt32, readWide, writeBytes, writeInt32, writeWide } from './raw-writer.js';
import { minimalInteger, readInteger } from './wide-integers.js';

const dayMicroseconds = 86_400_000_000n;
const epochMilliseconds = BigInt(epochDays) * 86_400_000n;
const int32 = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** src/include/datatype/timestamp.h: the days and timestamps that are valid, the end exclusive. */
const validDays = { start: -2_451_545n, end: 2_145_031_949n };
const validTimestamps = { start: -211_813_488_000_000_000n, end: 9_223_371_331_200_000_000n };

/** date: days since 1970 + 2^31, unsigned (org.apache.cassandra.serializers.SimpleDateSerializer) → days since 2000. */
export const dateCodec: CanonicalCodec = {
  oid: 1082,
  sql: (column) => `${column}::date`,
  fromCassandra: (raw) =>
    raw.length === 0 ? null : minimalInteger(BigInt(raw.readUInt32BE() - 2 ** 31 - epochDays), 4),
  write: (source, start, end, target, at) => {
    if (start === end) return -1;
    const days = (readInt32(source, start) ^ int32SignBit) - epochDays;
    return days >= -(2 ** 31) ? writeInt32(target, days, at) : writeSlowly(dateCodec, source, start, end, target, at);
  },
  toCassandra: (bytes) => {
    const days = readInteger(bytes) + BigInt(epochDays);
    if (isInfinite(bytes, int32) || days < int32.min || days > int32.max) return undefined;
    const raw = Buffer.alloc(4);
    raw.writeUInt32BE(Number(days) + 2 ** 31);
    return raw;
  },
  text: dateText,
  literal: (bytes) => (isInfinite(bytes, int32) || within(bytes, validDays) ? dateText(bytes) : undefined),
};

/** time: nanoseconds of the day → microseconds. */
export const timeCodec: CanonicalCodec = {
  oid: 1083,
  sql: (column) => `${column}::time`,
  fromCassandra: (raw) => (raw.length === 0 ? null : minimalInteger(raw.readBigInt64BE() / 1000n, 8)),
  write: (source, start, end, target, at) => {
    if (start === end) return -1;
    const nanoseconds = readWide(source, start);
    return writeWide(target, (nanoseconds - (nanoseconds % 1000)) / 1000, at);
  },
  toCassandra: (bytes) => minimalInteger(bytes.readBigInt64BE() * 1000n, 8),
  text: (bytes) => clockTime(Number(bytes.readBigInt64BE())),
  literal: (bytes) => clockTime(Number(bytes.readBigInt64BE())),
};

/** timestamp: milliseconds since 1970 → microseconds since 2000. */
export const timestampCodec: CanonicalCodec = {
  oid: 1184,
  sql: (column) => `${column}::timestamptz`,
  fromCassandra: (raw) =>
    raw.length === 0 ? null : minimalInteger((raw.readBigInt64BE() - epochMilliseconds) * 1000n, 8),
  write: (source, start, end, target, at) => {
    if (start === end) return -1;
    const microseconds = (readWide(source, start) - Number(epochMilliseconds)) * 1000;
    if (Number.isSafeInteger(microseconds)) return writeWide(target, microseconds, at);
    return writeSlowly(timestampCodec, source, start, end, target, at);
  },
  toCassandra: (bytes) => {
    const microseconds = readInteger(bytes);
    if (microseconds % 1000n !== 0n) return undefined;
    const milliseconds = microseconds / 1000n + epochMilliseconds;
    return minimalInteger(milliseconds, 8);
  },
  text: timestampText,
  literal: (bytes) => (isInfinite(bytes, int64) || within(bytes, validTimestamps) ? timestampText(bytes) : undefined),
};

const int32SignBit = 1 << 31;

function writeSlowly(codec: CanonicalCodec, ...[source, start, end, target, at]: Parameters<RawWriter>): number {
  const bytes = codec.fromCassandra(source.subarray(start, end));
  return bytes === null ? -1 : writeBytes(bytes, target, at);
}

function dateText(bytes: Buffer): string {
  const infinite = infinityText(bytes, int32);
  if (infinite !== undefined) return infinite;
  const { date, era } = calendarDate(Number(readInteger(bytes)) + epochDays);
  return `${date}${era}`;
}

function timestampText(bytes: Buffer): string {
  const infinite = infinityText(bytes, int64);
  if (infinite !== undefined) return infinite;
  const microseconds = readInteger(bytes);
  const ofDay = ((microseconds % dayMicroseconds) + dayMicroseconds) % dayMicroseconds;
  const { date, era } = calendarDate(Number((microseconds - ofDay) / dayMicroseconds) + epochDays);
  return `${date} ${clockTime(Number(ofDay))}+00${era}`;
}

function within(bytes: Buffer, range: { start: bigint; end: bigint }): boolean {
  const value = readInteger(bytes);
  return value >= range.start && value < range.end;
}

/** PostgreSQL's infinity is the greatest, its -infinity the least integer of the type. */
function infinityText(bytes: Buffer, type: { min: bigint; max: bigint }): string | undefined {
  const value = readInteger(bytes);
  if (value === type.max) return 'infinity';
  return value === type.min ? '-infinity' : undefined;
}

function isInfinite(bytes: Buffer, type: { min: bigint; max: bigint }): boolean {
  return infinityText(bytes, type) !== undefined;
}
