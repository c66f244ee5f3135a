import cassandra from 'cassandra-driver';
import { type ScalarType } from '../tables/cql-type.js';
import { type ValueType } from './value-type.js';

const { BigDecimal, Integer, Long } = cassandra.types;

/**
 * The bytes of a value in the native protocol, version 4. The driver sends buffers as they are; its own encoders make
 * null of an empty list, fail on empty lists inside of others, and know maps only as objects, whose keys are strings.
 * (Source: native_protocol_v4.spec, section 6.)
 */
export function serialise(type: ValueType, value: unknown): Buffer {
  switch (type.kind) {
    case 'scalar':
      return serialiseScalar(type.name, value);
    case 'list':
    case 'set': {
      const items = value as unknown[];
      return Buffer.concat([int32(items.length), ...items.flatMap((item) => sized(type.element, item))]);
    }
    case 'map': {
      const pairs = value as [unknown, unknown][];
      return Buffer.concat([
        int32(pairs.length),
        ...pairs.flatMap(([key, item]) => [...sized(type.key, key), ...sized(type.value, item)]),
      ]);
    }
    case 'record': {
      const items = value as unknown[];
      return Buffer.concat(type.fields.flatMap((field, index) => sized(field.type, items[index])));
    }
  }
}

function sized(type: ValueType, value: unknown): Buffer[] {
  if (value === null || value === undefined) return [int32(-1)];
  const bytes = serialise(type, value);
  return [int32(bytes.length), bytes];
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
      return Buffer.from(Long.fromNumber((value as Date).getTime()).toBytesBE());
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

function int32(value: number): Buffer {
  return sizedNumber(4, (bytes) => bytes.writeInt32BE(value));
}

function sizedNumber(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  write(bytes);
  return bytes;
}
