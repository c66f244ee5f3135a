const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** The checksum of zip and of java.util.zip.CRC32; `before` is that of what stands before the bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  // By index: an iterator takes ten times as long.
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
