import { type CqlType, type ScalarType } from './cql-type.js';

/** What the stock Cassandra connector can do with values of a type: measured, and read in its code (3.3.0.Final). */

/**
 * What the connector carries whole: not durations, whose months and days it loses; not blobs inside of other values,
 * whose place JsonConverter gets wrong (it writes the whole buffer that a ByteBuffer is a part of); not non-frozen
 * values, of which it emits changes that look alike.
 */
export function isCarriedWhole(type: CqlType): boolean {
  if (type.kind === 'scalar') return type.name !== 'duration';
  if ('frozen' in type && !type.frozen) return false;
  return !partsOf(type).some((part) => holds(part, 'blob') || holds(part, 'duration'));
}

/**
 * Whether the connector can read writes to a column of this type; it drops events that it cannot read. It converts
 * what stands in a collection, but not what stands in a collection inside of a frozen one.
 */
export function isReadable(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return true;
    case 'tuple':
      return type.elements.every(isReadable);
    case 'udt':
      return type.frozen && type.fields.every((field) => isReadable(field.type));
    default:
      return partsOf(type).every(type.frozen ? isReadableInside : isReadable);
  }
}

/** Whether the connector can read an empty value of this type. */
export function isReadableWhenEmpty(type: CqlType): boolean {
  return type.kind === 'scalar' && !convertedTypes.includes(type.name);
}

export function holdsUserType(type: CqlType): boolean {
  return type.kind === 'udt' || (type.kind !== 'scalar' && partsOf(type).some(holdsUserType));
}

function isReadableInside(type: CqlType): boolean {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map' ? isPlain(type) : isReadable(type);
}

/** Whether Cassandra's own Java value is what the connector emits. */
function isPlain(type: CqlType): boolean {
  if (type.kind === 'scalar') return !convertedTypes.includes(type.name);
  return (type.kind === 'list' || type.kind === 'map') && partsOf(type).every(isPlain);
}

const convertedTypes: readonly ScalarType[] = [
  'decimal', 'duration', 'inet', 'timestamp', 'timeuuid', 'uuid', 'varint',
]; // prettier-ignore

/** True for maps and for what has maps inside. */
export function holdsMap(type: CqlType): boolean {
  return type.kind === 'map' || (type.kind !== 'scalar' && partsOf(type).some(holdsMap));
}

export function holds(type: CqlType, scalar: ScalarType): boolean {
  return type.kind === 'scalar' ? type.name === scalar : partsOf(type).some((part) => holds(part, scalar));
}

function partsOf(type: Exclude<CqlType, { kind: 'scalar' }>): CqlType[] {
  switch (type.kind) {
    case 'list':
    case 'set':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'tuple':
      return type.elements;
    case 'udt':
      return type.fields.map((field) => field.type);
  }
}
