import { type CanonicalCodec } from './codec.js';

export interface ArrayType {
  oid: number;
  element: CanonicalCodec;
  /** SQL: column → array whose elements are canonical. */
  sql: (column: string) => string;
}

/**
 * Frozen lists and sets. Cassandra: a count, then each element with its length, all in 32 bits
 * (org.apache.cassandra.serializers.CollectionSerializer). PostgreSQL: dimensions, has-nulls, OID of the elements, size
 * and lower bound of the dimension, then each element with its length (array_send in arrayfuncs.c). An empty array has
 * no dimension. The order of the elements is Cassandra's.
 */
export function arrayCodec({ oid, element, sql }: ArrayType): CanonicalCodec {
  return {
    oid,
    sql,
    fromCassandra: (raw) => {
      if (raw.length === 0) return null;
      const count = raw.readInt32BE();
      if (count === 0) return int32s(0, 0, element.oid);
      const elements = lengthPrefixed(raw.subarray(4)).map((one) => one && element.fromCassandra(one));
      return Buffer.concat([
        int32s(1, elements.includes(null) ? 1 : 0, element.oid, count, 1),
        ...withLengths(elements),
      ]);
    },
    toCassandra: (bytes) => {
      const elements = elementsOf(bytes).map((one) => one && element.toCassandra(one));
      const held = elements.filter((one): one is Buffer => one instanceof Buffer);
      if (held.length < elements.length || bytes.readInt32BE() > 1) return undefined;
      return Buffer.concat([int32s(held.length), ...withLengths(held)]);
    },
    text: (bytes) => literalOf(elementsOf(bytes).map((one) => one && element.text(one))),
    literal: (bytes) => {
      const elements = elementsOf(bytes).map((one) => one && element.literal(one));
      return elements.every((one) => one !== undefined) ? literalOf(elements) : undefined;
    },
  };
}

/** Arrays of more than one dimension come out flat: Cassandra has none to compare them with. */
function elementsOf(array: Buffer): (Buffer | null)[] {
  return lengthPrefixed(array.subarray(12 + array.readInt32BE() * 8));
}

function lengthPrefixed(bytes: Buffer): (Buffer | null)[] {
  const elements: (Buffer | null)[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    elements.push(length < 0 ? null : bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return elements;
}

function withLengths(elements: (Buffer | null)[]): Buffer[] {
  return elements.flatMap((one) => (one === null ? [int32s(-1)] : [int32s(one.length), one]));
}

function int32s(...values: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(value, index * 4));
  return bytes;
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function literalOf(elements: (string | null)[]): string {
  return `{${elements.map((one) => (one === null ? 'NULL' : quoted(one))).join(',')}}`;
}

function quoted(element: string): string {
  if (element !== '' && !/^null$/i.test(element) && !/[{}",\\\s]/.test(element)) return element;
  return `"${element.replace(/["\\]/g, '\\$&')}"`;
}
