import { type Decimal, trimmed } from './decimal.js';
import { writeInt32 } from './raw-writer.js';

/**
 * The binary form of PostgreSQL's numeric: count of digits, weight, sign and display scale as 16 bits each, then the
 * digits in base 10000 (numeric_send in src/backend/utils/adt/numeric.c).
 */
const headBytes = 8;
const maxWeight = 32_767;
const maxScale = 16_383;
const signs = { positive: 0, negative: 0x4000 };
const specials: Record<number, string> = { 0xc000: 'NaN', 0xd000: 'Infinity', 0xf000: '-Infinity' };
/** No sign of PostgreSQL's: marks a value that a numeric cannot hold; its scale (64 bits) and digits (ASCII) follow. */
const beyond = { positive: 0xfffe, negative: 0xffff };

export function numericOf({ negative, digits, scale }: Decimal): Buffer {
  if (digits === '0') return Buffer.alloc(headBytes);
  const padRight = ((-scale % 4) + 4) % 4;
  const count = Math.ceil((digits.length + padRight) / 4);
  const weight = count - (scale + padRight) / 4 - 1;
  if (weight > maxWeight || scale > maxScale) return numericBeyond({ negative, digits, scale });
  const bytes = Buffer.allocUnsafe(headBytes + count * 2);
  bytes.writeInt16BE(count, 0);
  bytes.writeInt16BE(weight, 2);
  bytes.writeUInt16BE(negative ? signs.negative : signs.positive, 4);
  bytes.writeInt16BE(Math.max(0, scale), 6);
  const padded = digits.padEnd(digits.length + padRight, '0').padStart(count * 4, '0');
  for (let i = 0; i < count; i++) bytes.writeInt16BE(Number(padded.slice(i * 4, i * 4 + 4)), headBytes + i * 2);
  return bytes;
}

/** A product with 1,000 is still exact. */
const mostUnscaled = 9e12;
/** Beyond it zeros are put before the digits, which `numericOf` does as well. */
const mostScale = 1000;

/**
 * What `numericOf` does, for small numbers and without making anything; undefined where they are not.
 * @returns where the bytes end
 */
export function writeNumeric(unscaled: number, scale: number, target: Buffer, at: number): number | undefined {
  let value = Math.abs(unscaled);
  if (value === 0) {
    target.fill(0, at, at + headBytes);
    return at + headBytes;
  }
  if (value > mostUnscaled || scale < 0 || scale > mostScale) return undefined;
  while (value % 10 === 0) {
    value /= 10;
    scale--;
  }
  if (scale < 0) return undefined;
  const padRight = (4 - (scale % 4)) % 4;
  value *= 10 ** padRight;
  let count = 0;
  for (let rest = value; rest > 0; rest = (rest - (rest % 10_000)) / 10_000) count++;
  const weight = count - (scale + padRight) / 4 - 1;
  const end = at + headBytes + count * 2;
  writeInt32(target, (count << 16) | (weight & 0xffff), at);
  writeInt32(target, ((unscaled < 0 ? signs.negative : signs.positive) << 16) | scale, at + 4);
  for (let digitAt = end - 2; digitAt >= at + headBytes; digitAt -= 2) {
    const digit = value % 10_000;
    value = (value - digit) / 10_000;
    target[digitAt] = digit >>> 8;
    target[digitAt + 1] = digit;
  }
  return end;
}

export function decimalOfNumeric(bytes: Buffer): Decimal {
  const sign = bytes.readUInt16BE(4);
  if (isBeyond(bytes)) {
    return {
      negative: sign === beyond.negative,
      digits: bytes.toString('latin1', headBytes + 8),
      scale: Number(bytes.readBigInt64BE(headBytes)),
    };
  }
  const count = bytes.readInt16BE(0);
  let digits = '';
  for (let i = 0; i < count; i++) digits += String(bytes.readInt16BE(headBytes + i * 2)).padStart(4, '0');
  return trimmed({ negative: sign === signs.negative, digits, scale: (count - bytes.readInt16BE(2) - 1) * 4 });
}

export function isBeyond(bytes: Buffer): boolean {
  return bytes.readUInt16BE(4) >= beyond.positive;
}

/** NaN and the infinities, which no decimal of Cassandra is. */
export function specialNumeric(bytes: Buffer): string | undefined {
  return specials[bytes.readUInt16BE(4)];
}

function numericBeyond({ negative, digits, scale }: Decimal): Buffer {
  const head = Buffer.alloc(headBytes + 8);
  head.writeUInt16BE(negative ? beyond.negative : beyond.positive, 4);
  head.writeBigInt64BE(BigInt(scale), headBytes);
  return Buffer.concat([head, Buffer.from(digits, 'latin1')]);
}
