import cassandra from 'cassandra-driver';
import { withLengths } from '../../tables/canonical/length-prefixed.js';
import { type ScalarType } from '../../tables/cql-type.js';

const { BigDecimal, Integer } = cassandra.types;

/** A list or set that the driver has decoded → the bytes that Cassandra serialises it to. */
export function collectionBytes(elements: unknown[], type: ScalarType): Buffer {
  return withLengths(
    [elements.length],
    elements.map((element) => elementBytes(element, type)),
  );
}

function elementBytes(value: unknown, type: ScalarType): Buffer {
  switch (type) {
    case 'ascii':
    case 'text':
      return Buffer.from(value as string, 'utf8');
    case 'boolean':
      return Buffer.of(value === true ? 1 : 0);
    case 'smallint': {
      const bytes = Buffer.allocUnsafe(2);
      bytes.writeInt16BE(value as number);
      return bytes;
    }
    case 'int':
      return int32(value as number);
    case 'bigint': {
      const long = value as cassandra.types.Long;
      return Buffer.concat([int32(long.getHighBits()), int32(long.getLowBits())]);
    }
    case 'float': {
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeFloatBE(value as number);
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeDoubleBE(value as number);
      return bytes;
    }
    case 'uuid':
    case 'timeuuid':
      return (value as cassandra.types.Uuid).getBuffer();
    case 'decimal':
      return BigDecimal.toBuffer(value as cassandra.types.BigDecimal);
    case 'varint':
      return Integer.toBuffer(value as cassandra.types.Integer);
    default:
      throw new Error(`collections of ${type} are not compared`);
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
