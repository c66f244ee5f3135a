/**
 * What `fromCassandra` of a codec does, without making buffers: reads the cell that stands in `source` from `start` to
 * `end`, writes its canonical bytes to `target` at `at`, which has room for them, and returns where they end; -1 for a
 * cell that is null.
 */
export type RawWriter = (source: Buffer, start: number, end: number, target: Buffer, at: number) => number;

/** A call costs more than it saves for less. */
const fewBytes = 48;

export const writeVerbatim: RawWriter = (source, start, end, target, at) => {
  if (end - start > fewBytes) return at + source.copy(target, at, start, end);
  while (start < end) target[at++] = source[start++]!;
  return at;
};

export const writeUnlessEmpty: RawWriter = (source, start, end, target, at) =>
  start === end ? -1 : writeVerbatim(source, start, end, target, at);

/** Writes bytes that are there already. */
export function writeBytes(bytes: Buffer, target: Buffer, at: number): number {
  return writeVerbatim(bytes, 0, bytes.length, target, at);
}

/** @returns where the four bytes end */
export function writeInt32(target: Buffer, value: number, at: number): number {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
  return at + 4;
}

export function readInt32(source: Buffer, at: number): number {
  return (source[at]! << 24) | (source[at + 1]! << 16) | (source[at + 2]! << 8) | source[at + 3]!;
}

const two32 = 2 ** 32;

/** 64 bits as a number, which may be rounded beyond 2^53. */
export function readWide(source: Buffer, at: number): number {
  return readInt32(source, at) * two32 + (readInt32(source, at + 4) >>> 0);
}

/** @param value a safe integer */
export function writeWide(target: Buffer, value: number, at: number): number {
  const high = Math.floor(value / two32);
  return writeInt32(target, value - high * two32, writeInt32(target, high, at));
}
