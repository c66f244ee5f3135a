/** 64 bits as two signed 32-bit integers. */
export interface Hash64 {
  high: number;
  low: number;
}

/**
 * hash_bytes_extended of PostgreSQL (src/common/hashfn.c): Bob Jenkins' lookup3, as a little-endian server computes it.
 * `words` are the same bytes; a big-endian machine reads them otherwise, which the self-test finds. The result is written
 * into `result`, so that hashing millions of rows allocates nothing.
 */
export function hashWords(words: Int32Array, bytes: Buffer, length: number, seed: Hash64, result: Hash64): void {
  let a = (0x9e3779b9 + length + 3923095) | 0;
  let b = a;
  let c = a;
  let at = seed.high === 0 && seed.low === 0 ? 0 : -3;
  for (; length - at * 4 >= 12; at += 3) {
    if (at < 0) {
      a = (a + seed.high) | 0;
      b = (b + seed.low) | 0;
    } else {
      a = (a + words[at]!) | 0;
      b = (b + words[at + 1]!) | 0;
      c = (c + words[at + 2]!) | 0;
    }
    // mix(a, b, c)
    a = (a - c) ^ ((c << 4) | (c >>> 28));
    c = (c + b) | 0;
    b = (b - a) ^ ((a << 6) | (a >>> 26));
    a = (a + c) | 0;
    c = (c - b) ^ ((b << 8) | (b >>> 24));
    b = (b + a) | 0;
    a = (a - c) ^ ((c << 16) | (c >>> 16));
    c = (c + b) | 0;
    b = (b - a) ^ ((a << 19) | (a >>> 13));
    a = (a + c) | 0;
    c = (c - b) ^ ((b << 4) | (b >>> 28));
    b = (b + a) | 0;
  }
  for (let byteAt = at * 4, offset = 0; byteAt < length; byteAt++, offset++) {
    const byte = bytes[byteAt]!;
    if (offset < 4) a = (a + (byte << (offset * 8))) | 0;
    else if (offset < 8) b = (b + (byte << ((offset - 4) * 8))) | 0;
    else c = (c + (byte << ((offset - 7) * 8))) | 0;
  }
  finish(a, b, c, result);
}

/** The same for bytes that lie anywhere. */
export function hashBytes(bytes: Buffer, length: number, seed: Hash64, result: Hash64): void {
  const words = new Int32Array(Math.ceil(length / 4));
  const aligned = Buffer.from(words.buffer);
  bytes.copy(aligned, 0, 0, length);
  hashWords(words, aligned, length, seed, result);
}

/** Hashes 64-bit integers as hashint8extended of PostgreSQL does (src/backend/access/hash/hashfunc.c). */
export class IntegerHasher {
  private readonly words = new Int32Array(1);
  private readonly bytes = Buffer.from(this.words.buffer);

  constructor(private readonly seed: Hash64) {}

  hash({ high, low }: Hash64, result: Hash64): void {
    // Small integers hash alike whatever their type: what is hashed are the two halves, XORed.
    this.words[0] = low ^ (high < 0 ? ~high : high);
    hashWords(this.words, this.bytes, 4, this.seed, result);
  }
}

/** final(a, b, c) */
function finish(a: number, b: number, c: number, result: Hash64): void {
  c = (c ^ b) - ((b << 14) | (b >>> 18));
  a = (a ^ c) - ((c << 11) | (c >>> 21));
  b = (b ^ a) - ((a << 25) | (a >>> 7));
  c = (c ^ b) - ((b << 16) | (b >>> 16));
  a = (a ^ c) - ((c << 4) | (c >>> 28));
  b = (b ^ a) - ((a << 14) | (a >>> 18));
  c = (c ^ b) - ((b << 24) | (b >>> 8));
  result.high = b | 0;
  result.low = c | 0;
}

export function hash64Of(value: bigint): Hash64 {
  return { high: Number(BigInt.asIntN(32, value >> 32n)), low: Number(BigInt.asIntN(32, value)) };
}

export function bigintOf({ high, low }: Hash64): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}
