import { type CanonicalCodec } from './codec.js';

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
    toCassandra: (bytes) => bytes,
    text,
    literal: text,
  };
}

/** The number with the fewest digits that rounds to the same single-precision value; nine always do. */
function shortestSingle(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
