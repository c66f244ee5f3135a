import { type CqlType, type ScalarType } from '../cql-type.js';
import { arrayCodec } from './arrays.js';
import { type CanonicalCodec } from './codec.js';
import { floatCodec } from './floats.js';
import { inetCodec } from './inet.js';
import { intervalCodec } from './interval.js';
import { jsonbCodec } from './jsonb.js';
import { decimalCodec, varintCodec } from './numeric.js';
import { blobCodec, booleanCodec, integerCodec, textCodec, tinyintCodec, uuidCodec } from './scalars.js';
import { dateCodec, timeCodec, timestampCodec } from './temporal.js';

type ComparedScalar = Exclude<ScalarType, 'counter'>;

const scalars: Record<ComparedScalar, CanonicalCodec> = {
  ascii: textCodec,
  text: textCodec,
  blob: blobCodec,
  boolean: booleanCodec,
  tinyint: tinyintCodec,
  smallint: integerCodec({ oid: 21, name: 'smallint', bytes: 2 }),
  int: integerCodec({ oid: 23, name: 'integer', bytes: 4 }),
  bigint: integerCodec({ oid: 20, name: 'bigint', bytes: 8 }),
  float: floatCodec({ oid: 700, name: 'real', bytes: 4 }),
  double: floatCodec({ oid: 701, name: 'double precision', bytes: 8 }),
  uuid: uuidCodec,
  timeuuid: uuidCodec,
  decimal: decimalCodec,
  varint: varintCodec,
  inet: inetCodec,
  date: dateCodec,
  time: timeCodec,
  timestamp: timestampCodec,
  duration: intervalCodec,
};

const cast = (type: string) => (column: string) => `${column}::${type}[]`;
/** NaN equals NaN in PostgreSQL, so this gives every NaN the same bits. */
const sameNaN = (type: string) => (column: string) => `array_replace(${column}, 'NaN'::${type}, 'NaN'::${type})`;
const trimmedScales = (column: string) =>
  `CASE WHEN ${column} IS NOT NULL THEN ARRAY(SELECT trim_scale(element) ` +
  `FROM unnest(${column}) WITH ORDINALITY AS item(element, position) ORDER BY position) END`;

const arrays: Record<ComparedScalar, { oid: number; sql: (column: string) => string }> = {
  ascii: { oid: 1009, sql: cast('text') },
  text: { oid: 1009, sql: cast('text') },
  boolean: { oid: 1000, sql: cast('boolean') },
  smallint: { oid: 1005, sql: cast('smallint') },
  int: { oid: 1007, sql: cast('integer') },
  bigint: { oid: 1016, sql: cast('bigint') },
  float: { oid: 1021, sql: sameNaN('real') },
  double: { oid: 1022, sql: sameNaN('double precision') },
  uuid: { oid: 2951, sql: cast('uuid') },
  timeuuid: { oid: 2951, sql: cast('uuid') },
  decimal: { oid: 1231, sql: trimmedScales },
  varint: { oid: 1231, sql: trimmedScales },
  blob: { oid: 1001, sql: cast('bytea') },
  tinyint: { oid: 1005, sql: cast('smallint') },
  inet: { oid: 1041, sql: cast('inet') },
  date: { oid: 1182, sql: cast('date') },
  time: { oid: 1183, sql: cast('time') },
  timestamp: { oid: 1185, sql: cast('timestamptz') },
  duration: { oid: 1187, sql: cast('interval') },
};

/**
 * The canonical form of a type: that of a PostgreSQL array for lists and sets of scalars, of jsonb for whatever else is
 * composed. Undefined for counters, which are not replicated, and what holds them.
 */
export function codecOf(type: CqlType): CanonicalCodec | undefined {
  if (holdsCounter(type)) return undefined;
  if (type.kind === 'scalar') return scalars[type.name as ComparedScalar];
  if ((type.kind === 'list' || type.kind === 'set') && type.element.kind === 'scalar') {
    const element = type.element.name as ComparedScalar;
    return arrayCodec({ ...arrays[element], element: scalars[element] });
  }
  return jsonbCodec(type);
}

function holdsCounter(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return type.name === 'counter';
    case 'list':
    case 'set':
      return holdsCounter(type.element);
    case 'map':
      return holdsCounter(type.key) || holdsCounter(type.value);
    case 'tuple':
      return type.elements.some(holdsCounter);
    case 'udt':
      return type.fields.some((field) => holdsCounter(field.type));
  }
}
