import cassandra from 'cassandra-driver';
import { withLengths } from './canonical/length-prefixed.js';
import { type CqlType, type Field, type ScalarType } from './cql-type.js';

const { BigDecimal, Integer, Long, Tuple } = cassandra.types;

/**
 * The bytes of a value in the native protocol, version 4. The driver sends buffers as they are; its own encoders make
 * null of an empty list, fail on empty lists inside of others, and write a map's missing value as an empty one.
 * (Source: native_protocol_v4.spec, section 6.)
 *
 * Takes what the driver returns when it reads with `Map` for maps, and plain arrays too: of items for tuples and
 * user-defined types, of pairs for maps. A timestamp that a Date cannot hold, which the driver has lost, becomes the
 * least one, which PostgreSQL cannot hold.
 */
export function serialise(type: CqlType, value: unknown): Buffer {
  switch (type.kind) {
    case 'scalar':
      return serialiseScalar(type.name, value);
    case 'list':
    case 'set': {
      const items = value as unknown[];
      return withLengths(
        [items.length],
        items.map((item) => serialiseItem(type.element, item)),
      );
    }
    case 'map': {
      const pairs = [...(value as Iterable<[unknown, unknown]>)];
      return withLengths(
        [pairs.length],
        pairs.flatMap(([key, item]) => [serialiseItem(type.key, key), serialiseItem(type.value, item)]),
      );
    }
    case 'tuple': {
      const items = value instanceof Tuple ? (value.elements as unknown[]) : (value as unknown[]);
      return withLengths(
        [],
        type.elements.map((element, index) => serialiseItem(element, items[index])),
      );
    }
    case 'udt': {
      const items = Array.isArray(value) ? (value as unknown[]) : fieldsInOrder(type.fields, value as object);
      return withLengths(
        [],
        type.fields.map((field, index) => serialiseItem(field.type, items[index])),
      );
    }
  }
}

function fieldsInOrder(fields: Field[], values: object): unknown[] {
  return fields.map(({ name }) => (values as Record<string, unknown>)[name]);
}

function serialiseItem(type: CqlType, value: unknown): Buffer | null {
  return value === null || value === undefined ? null : serialise(type, value);
}

function serialiseScalar(name: ScalarType, value: unknown): Buffer {
  switch (name) {
    case 'ascii':
    case 'text':
      return Buffer.from(value as string, 'utf8');
    case 'blob':
      return value as Buffer;
    case 'boolean':
      return Buffer.of(value === true ? 1 : 0);
    case 'tinyint':
      return sizedNumber(1, (bytes) => bytes.writeInt8(value as number));
    case 'smallint':
      return sizedNumber(2, (bytes) => bytes.writeInt16BE(value as number));
    case 'int':
      return int32(value as number);
    case 'float':
      return sizedNumber(4, (bytes) => bytes.writeFloatBE(value as number));
    case 'double':
      return sizedNumber(8, (bytes) => bytes.writeDoubleBE(value as number));
    case 'bigint':
    case 'counter':
      return Buffer.from((value as cassandra.types.Long).toBytesBE());
    case 'timestamp':
      return Buffer.from(longOfDate(value as Date).toBytesBE());
    case 'varint':
      return Integer.toBuffer(value as cassandra.types.Integer);
    case 'decimal':
      return BigDecimal.toBuffer(value as cassandra.types.BigDecimal);
    case 'uuid':
    case 'timeuuid':
      return (value as cassandra.types.Uuid).getBuffer();
    case 'inet':
      return (value as cassandra.types.InetAddress).getBuffer();
    case 'date':
      return (value as cassandra.types.LocalDate).toBuffer();
    case 'time':
      return (value as cassandra.types.LocalTime).toBuffer();
    case 'duration':
      return (value as cassandra.types.Duration).toBuffer();
  }
}

function longOfDate(value: Date): cassandra.types.Long {
  const milliseconds = value.getTime();
  return Number.isNaN(milliseconds) ? Long.MIN_VALUE : Long.fromNumber(milliseconds);
}

function int32(value: number): Buffer {
  return sizedNumber(4, (bytes) => bytes.writeInt32BE(value));
}

function sizedNumber(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  write(bytes);
  return bytes;
}
