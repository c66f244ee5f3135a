/**
 * Integers of variable length, 64 bits at most: zigzag, and as many leading ones in the first byte as bytes follow it
 * (org.apache.cassandra.utils.vint.VIntCoding).
 */
const mostFollowing = 8;

/** Reads the integers that stand one after the other in `bytes`. */
export function readVints(bytes: Buffer): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at]!;
    const end = at + 1 + Math.clz32(~first & 0xff) - 24;
    let zigzag = BigInt(first & (0xff >> (end - at - 1)));
    for (at++; at < end; at++) zigzag = (zigzag << 8n) | BigInt(bytes[at]!);
    values.push((zigzag >> 1n) ^ -(zigzag & 1n));
  }
  return values;
}

export function vintBytes(value: bigint): Buffer {
  const zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  let following = 0;
  while (following < mostFollowing && zigzag >> BigInt(7 * (following + 1)) > 0n) following++;
  const bytes = Buffer.from(zigzag.toString(16).padStart((following + 1) * 2, '0'), 'hex');
  bytes[0]! |= (0xff << (8 - following)) & 0xff;
  return bytes;
}
