/**
 * (-1)^negative · digits · 10^-scale. `trimmed` values have no leading or trailing zeros in the digits; their zero is
 * '0' with scale 0.
 */
export interface Decimal {
  negative: boolean;
  digits: string;
  scale: number;
}

/** Longest run of zeros that is written out; beyond it the text has an exponent. */
const maxZeros = 40;

/** Two's complement bytes of any length → decimal digits, as java.math.BigInteger#toByteArray writes them. */
export function decimalFromBytes(unscaled: Buffer, scale: number): Decimal {
  if (unscaled.length <= 6) {
    const value = unscaled.length === 0 ? 0 : unscaled.readIntBE(0, unscaled.length);
    return trimmed({ negative: value < 0, digits: String(Math.abs(value)), scale });
  }
  const value = BigInt.asIntN(unscaled.length * 8, BigInt(`0x${unscaled.toString('hex')}`));
  return trimmed({ negative: value < 0n, digits: (value < 0n ? -value : value).toString(), scale });
}

/** Drops leading and trailing zeros of the digits. */
export function trimmed({ negative, digits, scale }: Decimal): Decimal {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  if (end === 0) return { negative: false, digits: '0', scale: 0 };
  let start = 0;
  while (digits.charCodeAt(start) === 48) start++;
  return { negative, digits: digits.slice(start, end), scale: scale - (digits.length - end) };
}

/** The shortest two's complement form, big-endian. */
export function signedBytes(value: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length++;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}

export function unscaledOf({ negative, digits }: Decimal): bigint {
  return negative ? -BigInt(digits) : BigInt(digits);
}

export function decimalText(value: Decimal): string {
  const { negative, digits, scale } = value;
  if (scale >= -maxZeros && scale <= digits.length + maxZeros) return plainText(value);
  return `${negative ? '-' : ''}${digits}E${scale > 0 ? '-' : '+'}${Math.abs(scale)}`;
}

/** All digits, without an exponent. */
export function plainText({ negative, digits, scale }: Decimal): string {
  const sign = negative ? '-' : '';
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(-scale)}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
