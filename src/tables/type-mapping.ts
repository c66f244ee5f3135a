import { holds, isCarriedWhole } from './connector-support.js';
import { type CqlType, type ScalarType } from './cql-type.js';
import { targetJson, utcTimestamp } from './target-json.js';

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

/** Where the serialised bytes cannot be had from the value: an order that is at least the same everywhere. */
function textBytes(value: string): string {
  return `convert_to((${value})::text, 'UTF8')`;
}

/** The mapping of a CQL type; undefined for counters, which are not in the change log. `helpers`: see above. */
export function typeMapping(type: CqlType, helpers: string): TypeMapping | undefined {
  if (holds(type, 'counter')) return undefined;
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

function isFloat(type: CqlType): boolean {
  return type.kind === 'scalar' && (type.name === 'float' || type.name === 'double');
}
