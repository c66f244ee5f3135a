import { type Hash64 } from '../sketch/lookup3.js';

/** The bigint that `bytes` holds in binary form, as a hash. */
export function hashAt(bytes: Buffer): Hash64 {
  return { high: bytes.readInt32BE(0), low: bytes.readInt32BE(4) };
}
