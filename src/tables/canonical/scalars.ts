import { type CanonicalCodec } from './codec.js';
import { writeUnlessEmpty, writeVerbatim } from './raw-writer.js';

const verbatim = (bytes: Buffer): Buffer => bytes;
const verbatimUnlessEmpty = (bytes: Buffer): Buffer | null => (bytes.length === 0 ? null : bytes);

/** text and ascii: UTF-8. PostgreSQL has no text with a zero byte. */
export const textCodec: CanonicalCodec = {
  oid: 25,
  sql: (column) => `${column}::text`,
  fromCassandra: verbatim,
  write: writeVerbatim,
  toCassandra: verbatim,
  text: (bytes) => bytes.toString('utf8'),
  literal: (bytes) => (bytes.includes(0) ? undefined : bytes.toString('utf8')),
};

export const blobCodec: CanonicalCodec = {
  oid: 17,
  sql: (column) => `${column}::bytea`,
  fromCassandra: verbatim,
  write: writeVerbatim,
  toCassandra: verbatim,
  text: hex,
  literal: hex,
};

export const booleanCodec: CanonicalCodec = {
  oid: 16,
  sql: (column) => `${column}::boolean`,
  fromCassandra: (raw) => (raw.length === 0 ? null : Buffer.of(raw[0] === 0 ? 0 : 1)),
  write: (source, start, end, target, at) => {
    if (start === end) return -1;
    target[at] = source[start] === 0 ? 0 : 1;
    return at + 1;
  },
  toCassandra: verbatim,
  text: truth,
  literal: truth,
};

export const uuidCodec: CanonicalCodec = {
  oid: 2950,
  sql: (column) => `${column}::uuid`,
  fromCassandra: verbatimUnlessEmpty,
  write: writeUnlessEmpty,
  toCassandra: verbatim,
  text: uuid,
  literal: uuid,
};

/** smallint, int and bigint: the same two's complement on both sides. */
export function integerCodec(type: { oid: number; name: string; bytes: number }): CanonicalCodec {
  const text = (bytes: Buffer) =>
    type.bytes === 8 ? bytes.readBigInt64BE().toString() : String(bytes.readIntBE(0, type.bytes));
  return {
    oid: type.oid,
    sql: (column) => `${column}::${type.name}`,
    fromCassandra: verbatimUnlessEmpty,
    write: writeUnlessEmpty,
    toCassandra: verbatim,
    text,
    literal: text,
  };
}

const smallint = integerCodec({ oid: 21, name: 'smallint', bytes: 2 });

/** PostgreSQL's smallest integer has two bytes. */
export const tinyintCodec: CanonicalCodec = {
  ...smallint,
  fromCassandra: (raw) => (raw.length === 0 ? null : Buffer.of(raw[0]! > 127 ? 0xff : 0, raw[0]!)),
  write: (source, start, end, target, at) => {
    if (start === end) return -1;
    target[at] = source[start]! > 127 ? 0xff : 0;
    target[at + 1] = source[start]!;
    return at + 2;
  },
  toCassandra: (bytes) => (bytes.readInt8(1) === bytes.readInt16BE(0) ? bytes.subarray(1) : undefined),
};

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

function truth(bytes: Buffer): string {
  return bytes[0] === 0 ? 'false' : 'true';
}

function uuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
