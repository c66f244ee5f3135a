import { type CanonicalCodec } from './codec.js';
import { writeBytes, writeUnlessEmpty } from './raw-writer.js';

/** float and double: IEEE 754 on both sides. Every NaN becomes the one that PostgreSQL writes; -0 differs from 0. */
export function floatCodec(type: { oid: number; name: 'real' | 'double precision'; bytes: 4 | 8 }): CanonicalCodec {
  const read = (bytes: Buffer) => (type.bytes === 4 ? bytes.readFloatBE() : bytes.readDoubleBE());
  const nan = Buffer.from(type.bytes === 4 ? '7fc00000' : '7ff8000000000000', 'hex');
  const text = (bytes: Buffer) => {
    const value = read(bytes);
    if (Object.is(value, -0)) return '-0';
    return String(type.bytes === 4 ? shortestSingle(value) : value);
  };
  return {
    oid: type.oid,
    sql: (column) => `CASE WHEN ${column} = 'NaN'::${type.name} THEN 'NaN'::${type.name} ELSE ${column} END`,
    fromCassandra: (raw) => {
      if (raw.length === 0) return null;
      return Number.isNaN(read(raw)) ? nan : raw;
    },
    write: (source, start, end, target, at) => {
      // All bits of the exponent: infinity or NaN.
      const isSpecial = (source[start]! & 0x7f) === 0x7f && source[start + 1]! >= (type.bytes === 4 ? 0x80 : 0xf0);
      if (start === end || !isSpecial) return writeUnlessEmpty(source, start, end, target, at);
      const bytes = source.subarray(start, end);
      return writeBytes(Number.isNaN(read(bytes)) ? nan : bytes, target, at);
    },
    toCassandra: (bytes) => bytes,
    text,
    literal: text,
  };
}

/** Six digits are always kept (FLT_DIG) from here on; below, the precision is less. */
const leastNormalSingle = 2 ** -126;

/** What rounds to a power of two lies around it: half a unit below, a whole one above. This is the centre. */
const centreOfPowers = 1 + 2 ** -26;

/**
 * The number with the fewest digits that rounds to the same single-precision value; nine always do. Between two such
 * numbers that are equally far away, the one whose last digit is even (src/common/f2s.c).
 */
export function shortestSingle(value: number): number {
  if (!Number.isFinite(value)) return value;
  const centre = Number.isInteger(Math.log2(Math.abs(value))) ? value * centreOfPowers : value;
  for (let digits = Math.abs(value) < leastNormalSingle ? 1 : 6; digits < 9; digits++) {
    const nearest = [value, centre].map((one) => Number(one.toPrecision(digits)));
    const found = [withEvenDigit(value, digits), ...nearest].find((one) => Math.fround(one) === value);
    if (found !== undefined) return found;
  }
  return Number(value.toPrecision(9));
}

/** More than a single-precision value has where it lies in the middle between two numbers of nine digits. */
const exactDigits = 30;

/** A value in the middle between two numbers of so many digits → the lower one if its last digit is even; else NaN. */
function withEvenDigit(value: number, digits: number): number {
  const [mantissa = '', exponent = ''] = value.toExponential(exactDigits - 1).split('e');
  const end = mantissa.indexOf('.') + digits;
  const isMiddle = /^50*$/.test(mantissa.slice(end));
  if (!isMiddle || Number(mantissa[end - 1]) % 2 === 1) return NaN;
  return Number(`${mantissa.slice(0, end)}e${exponent}`);
}
