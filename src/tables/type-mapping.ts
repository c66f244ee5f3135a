import { type CqlType, type ScalarType } from './cql-type.js';
import { literalSql } from './names.js';

/**
 * How values of one CQL type travel: what the stock connector emits, and what people see in PostgreSQL. This is the
 * only place that knows.
 */
export interface TypeMapping {
  /** Type of the target column. */
  postgresql: string;
  /**
   * SQL: value in an event → target value; raises an SQL error for a value that PostgreSQL cannot hold. Undefined where
   * the connector does not carry the value whole: then it has to be read back from Cassandra.
   */
  fromEvent?: (value: EventValue) => string;
  /**
   * SQL: target value → bytes that order values as Cassandra serialises them. Two writes of one cell at the same
   * microsecond are decided by comparing these as unsigned bytes (org.apache.cassandra.db.rows.Cells#resolveRegular).
   */
  serialised: (value: string) => string;
  /** True where `serialised` is worth avoiding: equal values are told apart without it. */
  costly?: true;
  /** Where the definition has chosen the type of the target column. */
  override?: TypeOverride;
}

/** A chosen type, and the one that is the CQL type's own in PostgreSQL. */
export interface TypeOverride {
  /** The CQL type's own. */
  own: string;
  /** SQL: value of the own type → of the chosen one. */
  fromOwn: (value: string) => string;
  /** SQL: value of the chosen type → of the own one. */
  toOwn: (value: string) => string;
}

/** SQL of one value in an event, which is JSON as org.apache.kafka.connect.json.JsonConverter writes it. */
export interface EventValue {
  /** As jsonb. */
  json: string;
  /** As text, without the quotes of a string. */
  text: string;
  /** As json: jsonb has no negative zero. */
  raw: string;
}

/** Names of the helper functions that some expressions call; rendered beside the merge functions. */
export const helperFunctions = { varint: 'varint_bytes', decimal: 'decimal_bytes', collection: 'collection_bytes' };

const send = (type: string) => (value: string) => `${type}send(${value})`;

function cast(postgresql: string, serialised: TypeMapping['serialised']): ScalarMapping {
  return { postgresql, fromText: (text) => `(${text})::${postgresql}`, serialised };
}

/** A scalar is read from its text. */
interface ScalarMapping extends Omit<TypeMapping, 'fromEvent'> {
  fromText: (text: string) => string;
}

/** `helpers` is the quoted schema of the helper functions. */
function scalarMapping(type: ScalarType, helpers: string): ScalarMapping | undefined {
  switch (type) {
    case 'ascii':
    case 'text':
      return { postgresql: 'text', fromText: (text) => text, serialised: (value) => `convert_to(${value}, 'UTF8')` };
    case 'boolean':
      return cast('boolean', send('bool'));
    case 'tinyint':
      return cast('smallint', (value) => `substring(int2send(${value}) from 2)`);
    case 'smallint':
      return cast('smallint', send('int2'));
    case 'int':
      return cast('integer', send('int4'));
    case 'bigint':
      return cast('bigint', send('int8'));
    case 'float':
      return cast('real', send('float4'));
    case 'double':
      return cast('double precision', send('float8'));
    case 'uuid':
    case 'timeuuid':
      return cast('uuid', (value) => `uuid_send(${value})`);
    case 'blob':
      return { postgresql: 'bytea', fromText: (text) => `decode(${text}, 'base64')`, serialised: (value) => value };
    case 'decimal':
      return { ...cast('numeric', (value) => `${helpers}.${helperFunctions.decimal}(${value})`), costly: true };
    case 'varint':
      return { ...cast('numeric', (value) => `${helpers}.${helperFunctions.varint}(${value})`), costly: true };
    case 'inet':
      // java.net.InetAddress#toString puts a slash before the address.
      return {
        postgresql: 'inet',
        fromText: (text) => `split_part(${text}, '/', 2)::inet`,
        serialised: (value) => `substring(inet_send(${value}) from 5)`,
      };
    case 'date':
      // Days since 1970 + 2^31 in an int that has wrapped around: flipping the sign bit undoes it.
      return {
        postgresql: 'date',
        fromText: (text) => `(date '1970-01-01' + ((${text})::integer # (-2147483648)::integer))`,
        serialised: (value) => `int4send((${value} - date '1970-01-01') # (-2147483648)::integer)`,
      };
    case 'time':
      // Nanoseconds of the day; PostgreSQL has microseconds.
      return {
        postgresql: 'time',
        fromText: (text) => `(time '00:00' + ((${text})::bigint / 1000) * interval '1 microsecond')`,
        serialised: (value) => `int8send((extract(epoch from ${value}) * 1000000000)::bigint)`,
      };
    case 'timestamp':
      return {
        postgresql: 'timestamptz',
        fromText: (text) => `(${utcTimestamp(text)} at time zone 'UTC')`,
        serialised: (value) => `int8send((extract(epoch from ${value}) * 1000)::bigint)`,
      };
    case 'duration':
      return { ...cast('interval', textBytes), costly: true };
    case 'counter':
      return undefined;
  }
}

/** Milliseconds since 1970; days and milliseconds apart, because the multiplication of intervals works in doubles. */
function utcTimestamp(text: string): string {
  const milliseconds = `(${text})::bigint`;
  return `(timestamp 'epoch' + (${milliseconds} / 86400000) * interval '1 day' + (${milliseconds} % 86400000) * interval '1 millisecond')`;
}

/** Where the serialised bytes cannot be had from the value: an order that is at least the same everywhere. */
function textBytes(value: string): string {
  return `convert_to((${value})::text, 'UTF8')`;
}

/** The mapping of a CQL type; undefined for counters, which are not in the change log. `helpers`: see above. */
export function typeMapping(type: CqlType, helpers: string): TypeMapping | undefined {
  if (holdsCounter(type)) return undefined;
  const mapping = wholeMapping(type, helpers);
  if (mapping === undefined || isCarriedWhole(type)) return mapping;
  const { fromEvent: _, ...readBack } = mapping;
  return readBack;
}

function wholeMapping(type: CqlType, helpers: string): TypeMapping | undefined {
  if (type.kind === 'scalar') {
    const scalar = scalarMapping(type.name, helpers);
    return (
      scalar && { ...scalar, fromEvent: isFloat(type) ? floatFromEvent(scalar) : ({ text }) => scalar.fromText(text) }
    );
  }
  if ((type.kind === 'list' || type.kind === 'set') && type.element.kind === 'scalar') {
    const element = scalarMapping(type.element.name, helpers);
    return element && arrayMapping({ element, isFloat: isFloat(type.element), helpers });
  }
  return {
    postgresql: 'jsonb',
    fromEvent: ({ json }) => `CASE WHEN jsonb_typeof(${json}) <> 'null' THEN ${targetJson(type, json, 1)} END`,
    serialised: textBytes,
    costly: true,
  };
}

/** Only a zero can be the negative one, which has to be read from the text of the event. */
function floatFromEvent(scalar: ScalarMapping): (value: EventValue) => string {
  return ({ text, raw }) =>
    `(CASE WHEN ${scalar.fromText(text)} = 0 THEN ${scalar.fromText(`${raw} #>> '{}'`)} ELSE ${scalar.fromText(text)} END)`;
}

function arrayMapping(of: { element: ScalarMapping; isFloat: boolean; helpers: string }): TypeMapping {
  const { element, helpers } = of;
  const inOrder = 'WITH ORDINALITY AS item(element, position) ORDER BY position';
  return {
    postgresql: `${element.postgresql}[]`,
    fromEvent: ({ json, raw }) => {
      const elements = of.isFloat ? `json_array_elements_text(${raw})` : `jsonb_array_elements_text(${json})`;
      return `CASE WHEN jsonb_typeof(${json}) = 'array' THEN ARRAY(SELECT ${element.fromText('element')} FROM ${elements} ${inOrder}) END`;
    },
    costly: true,
    serialised: (value) =>
      `${helpers}.${helperFunctions.collection}(ARRAY(SELECT ${element.serialised('element')} FROM unnest(${value}) ${inOrder}))`,
  };
}

/**
 * SQL: JSON of the connector → the JSON that people see, as cdcctl makes it from what it reads in Cassandra
 * (`canonical/json.ts`). `depth` keeps the aliases of nested subqueries apart.
 */
function targetJson(type: CqlType, json: string, depth: number): string {
  if (isSameJson(type)) return json;
  const item = `item${depth}`;
  const nested = (inner: CqlType, value: string) => targetJson(inner, value, depth + 1);
  switch (type.kind) {
    case 'scalar':
      return scalarJson(type.name, `(${json} #>> '{}')`);
    case 'list':
    case 'set':
      return unlessNull(
        json,
        `(SELECT coalesce(jsonb_agg(${nested(type.element, `${item}.value`)} ORDER BY ${item}.position), '[]') ` +
          `FROM jsonb_array_elements(${json}) WITH ORDINALITY AS ${item}(value, position))`,
      );
    case 'tuple':
      return unlessNull(
        json,
        `jsonb_build_array(${type.elements.map((element, i) => nested(element, `(${json} -> 'field${i + 1}')`)).join(', ')})`,
      );
    case 'udt':
      return unlessNull(
        json,
        `jsonb_build_object(${type.fields.map(({ name, type: inner }) => `${literalSql(name)}, ${nested(inner, `(${json} -> ${literalSql(name)})`)}`).join(', ')})`,
      );
    case 'map': {
      const pairs = mapPairs(type.key, json, item);
      if (type.key.kind !== 'scalar') {
        const pair = `jsonb_build_array(${nested(type.key, pairs.key)}, ${nested(type.value, pairs.value)})`;
        return unlessNull(
          json,
          `(SELECT coalesce(jsonb_agg(${pair} ORDER BY (${pair})::text COLLATE "C"), '[]') FROM ${pairs.from})`,
        );
      }
      const key = `${nested(type.key, pairs.key)} #>> '{}'`;
      return unlessNull(
        json,
        `(SELECT coalesce(jsonb_object_agg(${key}, ${nested(type.value, pairs.value)}), '{}') FROM ${pairs.from})`,
      );
    }
  }
}

/** JsonConverter writes a map as an object if its keys are strings, else as an array of pairs. */
function mapPairs(key: CqlType, json: string, item: string): { from: string; key: string; value: string } {
  if (key.kind === 'scalar' && stringTypes.includes(key.name)) {
    return { from: `jsonb_each(${json}) AS ${item}(key, value)`, key: `to_jsonb(${item}.key)`, value: `${item}.value` };
  }
  return {
    from: `jsonb_array_elements(${json}) WITH ORDINALITY AS ${item}(pair, position)`,
    key: `(${item}.pair -> 0)`,
    value: `(${item}.pair -> 1)`,
  };
}

function unlessNull(json: string, sql: string): string {
  return `CASE WHEN jsonb_typeof(${json}) <> 'null' THEN ${sql} END`;
}

/** Scalars that the connector emits as strings. */
const stringTypes: readonly ScalarType[] = ['ascii', 'text', 'uuid', 'timeuuid', 'inet', 'varint', 'decimal'];
/** Scalars whose JSON is the same in the event and in PostgreSQL. */
const sameJsonTypes: readonly ScalarType[] = [
  'ascii', 'text', 'uuid', 'timeuuid', 'boolean', 'tinyint', 'smallint', 'int', 'bigint',
]; // prettier-ignore

function scalarJson(type: ScalarType, text: string): string {
  switch (type) {
    case 'varint':
    case 'decimal':
      return `to_jsonb(${text}::numeric)`;
    case 'float':
      return `to_jsonb(${text}::real)`;
    case 'double':
      return `to_jsonb(${text}::double precision)`;
    case 'inet':
      return `to_jsonb(host(split_part(${text}, '/', 2)::inet))`;
    case 'date':
      return `to_jsonb(to_char(date '1970-01-01' + (${text}::integer # (-2147483648)::integer), 'YYYY-MM-DD'))`;
    case 'time':
      return `to_jsonb((time '00:00' + (${text}::bigint / 1000) * interval '1 microsecond')::text)`;
    case 'timestamp':
      return `to_jsonb(to_char(${utcTimestamp(text)}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
    default:
      return `to_jsonb(${text})`;
  }
}

/** A tuple is an array in PostgreSQL; the fields of an event are those of a struct. */
function isSameJson(type: CqlType): boolean {
  switch (type.kind) {
    case 'scalar':
      return sameJsonTypes.includes(type.name);
    case 'list':
    case 'set':
      return isSameJson(type.element);
    case 'map':
      return (
        type.key.kind === 'scalar' && stringTypes.includes(type.key.name) && [type.key, type.value].every(isSameJson)
      );
    case 'udt':
      return type.fields.every((field) => isSameJson(field.type));
    case 'tuple':
      return false;
  }
}

/**
 * What the connector carries whole: not durations, whose months and days it loses; not blobs inside of other values,
 * whose place JsonConverter gets wrong (it writes the whole buffer that a ByteBuffer is a part of); not non-frozen
 * values, of which it emits changes that look alike.
 */
function isCarriedWhole(type: CqlType): boolean {
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

function holdsCounter(type: CqlType): boolean {
  return holds(type, 'counter');
}

function holds(type: CqlType, scalar: ScalarType): boolean {
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

function isFloat(type: CqlType): boolean {
  return type.kind === 'scalar' && (type.name === 'float' || type.name === 'double');
}
