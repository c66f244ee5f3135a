import { crc32 } from '../../src/crc32.js';

/** Tables of a commit log, by their ids. */
export const [users, orders, schema] = [0x11, 0x22, 0x33].map((byte) => Buffer.alloc(16, byte)) as [
  Buffer,
  Buffer,
  Buffer,
];
export const epochUs = 1_442_880_000_000_000n;
/** Bytes of a segment behind what is written. */
export const spareBytes = 100;

interface Update {
  table: Buffer;
  flags?: number;
  writtenUs?: bigint;
}

/** A mutation of one table or more, each with a key of three bytes. */
export function mutation(...updates: Update[]): Buffer {
  return Buffer.concat([
    Buffer.from([updates.length]),
    ...updates.flatMap(({ table, flags = 16, writtenUs = epochUs + 300n }) => [
      table,
      Buffer.from([3, 7, 7, 7, flags]),
      vint(BigInt.asUintN(64, writtenUs - epochUs)),
      Buffer.from([0, 0]),
    ]),
  ]);
}

/** Two bytes where 14 bits are enough, else nine. */
function vint(value: bigint): Buffer {
  if (value < 0x4000n) return Buffer.from([0x80 | Number(value >> 8n), Number(value & 0xffn)]);
  const bytes = Buffer.alloc(9, 0xff);
  bytes.writeBigUInt64BE(value, 1);
  return bytes;
}

function entry(bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(bytes.length);
  const sizeSum = crc32(head.subarray(0, 4));
  head.writeUInt32BE(sizeSum, 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes, sizeSum));
  return Buffer.concat([head, bytes, sum]);
}

/** A segment with one section for each list of mutations, in a file that was larger from the start. */
export function segment(
  sections: Buffer[][],
  { version = 7, parameters = '{}', id = 1_795_913_527_806n } = {},
): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt32BE(version);
  head.writeBigInt64BE(id, 4);
  head.writeUInt16BE(parameters.length, 12);
  let bytes = Buffer.concat([head, Buffer.from(parameters), Buffer.alloc(4)]);
  for (const mutations of sections) {
    const content = Buffer.concat(mutations.map(entry));
    const marker = Buffer.alloc(8);
    marker.writeInt32BE(bytes.length + marker.length + content.length);
    const summed = Buffer.alloc(12);
    summed.writeInt32BE(Number(BigInt.asIntN(32, id)));
    summed.writeInt32BE(Number(id >> 32n), 4);
    summed.writeInt32BE(bytes.length, 8);
    marker.writeUInt32BE(crc32(summed), 4);
    bytes = Buffer.concat([bytes, marker, content]);
  }
  return Buffer.concat([bytes, Buffer.alloc(spareBytes)]);
}
