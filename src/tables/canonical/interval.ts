import { clockTime } from './calendar.js';
import { type CanonicalCodec } from './codec.js';
import { durationBytes, durationFromBytes } from './duration.js';

const hourMicroseconds = 3_600_000_000n;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/**
 * duration → interval: microseconds in 64 bits, days and months in 32 bits each (interval_send in
 * src/backend/utils/adt/timestamp.c). Nanoseconds are cut toward zero.
 */
export const intervalCodec: CanonicalCodec = {
  oid: 1186,
  sql: (column) => `${column}::interval`,
  fromCassandra: (raw) => {
    if (raw.length === 0) return null;
    const { months, days, nanoseconds } = durationFromBytes(raw);
    const bytes = Buffer.allocUnsafe(16);
    bytes.writeBigInt64BE(nanoseconds / 1000n, 0);
    bytes.writeInt32BE(Number(days), 8);
    bytes.writeInt32BE(Number(months), 12);
    return bytes;
  },
  toCassandra: (bytes) => {
    const { months, days, microseconds } = partsOf(bytes);
    const nanoseconds = microseconds * 1000n;
    const parts = [months, days, nanoseconds];
    if (parts.some((part) => part < 0n) && parts.some((part) => part > 0n)) return undefined;
    if (nanoseconds < int64.min || nanoseconds > int64.max) return undefined;
    return durationBytes({ months, days, nanoseconds });
  },
  text: intervalText,
  literal: intervalText,
};

interface Interval {
  months: bigint;
  days: bigint;
  microseconds: bigint;
}

function partsOf(bytes: Buffer): Interval {
  return {
    microseconds: bytes.readBigInt64BE(0),
    days: BigInt(bytes.readInt32BE(8)),
    months: BigInt(bytes.readInt32BE(12)),
  };
}

/** `1 mons 2 days 00:00:03.000004`; a sign at every part, so that each setting of IntervalStyle reads the same. */
function intervalText(bytes: Buffer): string {
  const { months, days, microseconds } = partsOf(bytes);
  const anyNegative = months < 0n || days < 0n || microseconds < 0n;
  const signed = (value: bigint, text: string) => (value < 0n ? '-' : anyNegative ? '+' : '') + text;
  const parts = [
    ...(months === 0n ? [] : [signed(months, `${absolute(months)} mons`)]),
    ...(days === 0n ? [] : [signed(days, `${absolute(days)} days`)]),
    ...(microseconds === 0n ? [] : [signed(microseconds, timeText(absolute(microseconds)))]),
  ];
  return parts.length === 0 ? '00:00:00' : parts.join(' ');
}

/** `hh:mm:ss.ffffff`, with as many digits of hours as there are. */
function timeText(microseconds: bigint): string {
  const hours = String(microseconds / hourMicroseconds).padStart(2, '0');
  return `${hours}${clockTime(Number(microseconds % hourMicroseconds)).slice(2)}`;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
