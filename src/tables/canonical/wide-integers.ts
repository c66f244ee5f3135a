/**
 * Big-endian two's complement in `bytes` bytes, or in twice or four times as many where the value needs them. A value
 * that a type of PostgreSQL has no room for so gets bytes that none of its values has.
 */
export function minimalInteger(value: bigint, bytes: 4 | 8): Buffer {
  if (bytes === 8 && value >= -(2n ** 63n) && value < 2n ** 63n) {
    const result = Buffer.allocUnsafe(8);
    result.writeBigInt64BE(value);
    return result;
  }
  let length: number = bytes;
  while (BigInt.asIntN(length * 8, value) !== value) length *= 2;
  const digits = BigInt.asUintN(length * 8, value).toString(16);
  return Buffer.from(digits.padStart(length * 2, '0'), 'hex');
}

export function readInteger(bytes: Buffer): bigint {
  if (bytes.length === 8) return bytes.readBigInt64BE();
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}
