import { type CanonicalCodec } from './codec.js';
import { lengthPrefixed, withLengths } from './length-prefixed.js';
import { type RawWriter, readInt32, writeInt32 } from './raw-writer.js';

export interface ArrayType {
  oid: number;
  element: CanonicalCodec;
  /** SQL: column → array whose elements are canonical. */
  sql: (column: string) => string;
}

/**
 * Lists and sets. Cassandra: a count, then each element with its length, all in 32 bits
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
      if (count === 0) return withLengths([0, 0, element.oid], []);
      const elements = lengthPrefixed(raw.subarray(4)).map((one) => one && element.fromCassandra(one));
      return withLengths([1, elements.includes(null) ? 1 : 0, element.oid, count, 1], elements);
    },
    ...(element.write === undefined ? {} : { write: arrayWriter(element.oid, element.write) }),
    toCassandra: (bytes) => {
      const elements = elementsOf(bytes).map((one) => one && element.toCassandra(one));
      const held = elements.filter((one): one is Buffer => one instanceof Buffer);
      if (held.length < elements.length || bytes.readInt32BE() > 1) return undefined;
      return withLengths([held.length], held);
    },
    text: (bytes) => literalOf(elementsOf(bytes).map((one) => one && element.text(one))),
    literal: (bytes) => {
      const elements = elementsOf(bytes).map((one) => one && element.literal(one));
      return elements.every((one) => one !== undefined) ? literalOf(elements) : undefined;
    },
  };
}

function arrayWriter(elementOid: number, writeElement: RawWriter): RawWriter {
  return (source, start, end, target, at) => {
    if (start === end) return -1;
    const count = readInt32(source, start);
    const headed = writeInt32(target, elementOid, writeInt32(target, 0, writeInt32(target, count === 0 ? 0 : 1, at)));
    if (count === 0) return headed;
    let to = writeInt32(target, 1, writeInt32(target, count, headed));
    for (let from = start + 4; from < end;) {
      const length = readInt32(source, from);
      from += 4;
      const written = length < 0 ? -1 : writeElement(source, from, from + length, target, to + 4);
      writeInt32(target, written < 0 ? -1 : written - to - 4, to);
      // Has nulls.
      if (written < 0) writeInt32(target, 1, at + 4);
      to = written < 0 ? to + 4 : written;
      from += Math.max(0, length);
    }
    return to;
  };
}

/** Arrays of more than one dimension come out flat: Cassandra has none to compare them with. */
function elementsOf(array: Buffer): (Buffer | null)[] {
  return lengthPrefixed(array.subarray(12 + array.readInt32BE() * 8));
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function literalOf(elements: (string | null)[]): string {
  return `{${elements.map((one) => (one === null ? 'NULL' : quoted(one))).join(',')}}`;
}

function quoted(element: string): string {
  if (element !== '' && !/^null$/i.test(element) && !/[{}",\\\s]/.test(element)) return element;
  return `"${element.replace(/["\\]/g, '\\$&')}"`;
}
