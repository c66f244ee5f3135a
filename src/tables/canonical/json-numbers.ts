import { decimalFromBytes, plainText } from './decimal.js';
import { shortestSingle } from './floats.js';

/** What a numeric, and with it a number of jsonb, has room for (numeric.c): digits before and after the point. */
const most = { integerDigits: 131_072, scale: 16_383 };

/**
 * A number as numeric prints it, its scale kept: unscaled 150, scale 2 → `1.50`. A number that numeric cannot hold gets
 * an exponent, which numeric never prints.
 */
export function decimalJson(unscaled: Buffer, scale: number): string {
  const { negative, digits, scale: trimmedScale } = decimalFromBytes(unscaled, scale);
  if (scale > most.scale || digits.length - trimmedScale > most.integerDigits) {
    return `${negative ? '-' : ''}${digits}E${-trimmedScale}`;
  }
  const keptScale = Math.max(0, scale);
  return plainText({ negative, digits: digits + '0'.repeat(keptScale - trimmedScale), scale: keptScale });
}

/** What PostgreSQL's to_jsonb prints: the fewest digits, without an exponent; no number for NaN and the infinities. */
export function floatJson(value: number, type: 'float' | 'double'): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (value === 0) return '0';
  const precision = type === 'float' ? 24 : 53;
  if (Math.abs(value) >= 2 ** precision) return shortestInteger(BigInt(value), precision);
  const exponential = (type === 'float' ? shortestSingle(value) : value).toExponential();
  const [mantissa = '', exponent] = exponential.replace('-', (sign, at) => (at === 0 ? '' : sign)).split('e');
  const digits = mantissa.replace('.', '');
  return plainText({ negative: value < 0, digits, scale: digits.length - 1 - Number(exponent) });
}

/**
 * The integer with the fewest digits before its zeros that lies strictly between the middles to the neighbours of a
 * binary number with so many bits of precision. JavaScript also takes the middles themselves (1e23), PostgreSQL does not
 * (src/common/d2s.c).
 */
function shortestInteger(value: bigint, precision: number): string {
  if (value < 0n) return `-${shortestInteger(-value, precision)}`;
  const spacing = 1n << BigInt(value.toString(2).length - precision);
  const isPowerOfTwo = (value & (value - 1n)) === 0n;
  // In quarters: below a power of two, the neighbour is half as far away.
  const below = isPowerOfTwo ? spacing : 2n * spacing;
  const above = 2n * spacing;
  for (let unit = 10n ** BigInt(value.toString().length); ; unit /= 10n) {
    const down = value % unit;
    const up = unit - down;
    const downFits = 4n * down < below;
    const upFits = 4n * up < above;
    if (downFits && (!upFits || down < up || (down === up && (value / unit) % 2n === 0n))) return String(value - down);
    if (upFits) return String(value + up);
  }
}
