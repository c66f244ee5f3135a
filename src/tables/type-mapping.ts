import { type CqlType, type ScalarType } from './cql-type.js';

/**
 * How values of one CQL type travel: what the stock connector emits after flattening, what the JDBC sink binds,
 * and what people see in PostgreSQL. This is the only place that knows.
 */
export interface TypeMapping {
  /** Type of the target column. */
  postgresql: string;
  /** Type of the inlet column: exactly what the JDBC sink casts its parameter to. */
  inlet: string;
  /**
   * Connect type to which the sink casts the field first. Debezium's logical types for dates and times would make the
   * sink convert values by itself, and fail on dates: the connector emits days + 2^31.
   */
  sinkCast?: 'int32' | 'int64';
  /** SQL: inlet value → target value. Raises an SQL error for a value that PostgreSQL cannot hold. */
  fromInlet: (value: string) => string;
  /**
   * SQL: target value → the bytes that Cassandra serialises it to. Two writes of one cell at the same microsecond are
   * decided by comparing these as unsigned bytes (org.apache.cassandra.db.rows.Cells#resolveRegular).
   */
  serialised: (value: string) => string;
  /** True where `serialised` calls a helper function; equal values are told apart without it. */
  costly?: true;
}

/** Names of the helper functions that some `serialised` expressions call; rendered beside the merge functions. */
export const helperFunctions = { varint: 'varint_bytes', decimal: 'decimal_bytes', collection: 'collection_bytes' };

const same = (value: string) => value;
const send = (type: string) => (value: string) => `${type}send(${value})`;

function plain(postgresql: string, serialised: TypeMapping['serialised']): TypeMapping {
  return { postgresql, inlet: postgresql, fromInlet: same, serialised };
}

/** `helpers` is the quoted schema of the helper functions. */
function scalarMapping(type: ScalarType, helpers: string): TypeMapping | undefined {
  switch (type) {
    case 'ascii':
    case 'text':
      return plain('text', (value) => `convert_to(${value}, 'UTF8')`);
    case 'boolean':
      return plain('boolean', send('bool'));
    case 'tinyint':
      return plain('smallint', (value) => `substring(int2send(${value}) from 2)`);
    case 'smallint':
      return plain('smallint', send('int2'));
    case 'int':
      return plain('integer', send('int4'));
    case 'bigint':
      return plain('bigint', send('int8'));
    case 'float':
      return plain('real', send('float4'));
    case 'double':
      return plain('double precision', send('float8'));
    case 'uuid':
    case 'timeuuid':
      return plain('uuid', (value) => `uuid_send(${value})`);
    case 'blob':
      return plain('bytea', same);
    case 'decimal':
      return numeric((value) => `${helpers}.${helperFunctions.decimal}(${value})`);
    case 'varint':
      return numeric((value) => `${helpers}.${helperFunctions.varint}(${value})`);
    case 'inet':
      // java.net.InetAddress#toString puts a slash before the address
      return {
        postgresql: 'inet',
        inlet: 'text',
        fromInlet: (value) => `split_part(${value}, '/', 2)::inet`,
        serialised: (value) => `substring(inet_send(${value}) from 5)`,
      };
    case 'date':
      // days since 1970 + 2^31 in an int that has wrapped around: flipping the sign bit undoes it
      return {
        postgresql: 'date',
        inlet: 'integer',
        sinkCast: 'int32',
        fromInlet: (value) => `(date '1970-01-01' + (${value} # (-2147483648)::int))`,
        serialised: (value) => `int4send((${value} - date '1970-01-01') # (-2147483648)::int)`,
      };
    case 'time':
      // nanoseconds of the day; PostgreSQL has microseconds
      return {
        postgresql: 'time',
        inlet: 'bigint',
        sinkCast: 'int64',
        fromInlet: (value) => `(time '00:00' + (${value} / 1000) * interval '1 microsecond')`,
        serialised: (value) => `int8send((extract(epoch from ${value}) * 1000000000)::bigint)`,
      };
    case 'timestamp':
      // milliseconds since 1970; days and milliseconds apart, because interval multiplication works in doubles
      return {
        postgresql: 'timestamptz',
        inlet: 'bigint',
        sinkCast: 'int64',
        fromInlet: (value) =>
          `((timestamp 'epoch' + (${value} / 86400000) * interval '1 day' + (${value} % 86400000) * interval '1 millisecond') at time zone 'UTC')`,
        serialised: (value) => `int8send((extract(epoch from ${value}) * 1000)::bigint)`,
      };
    case 'counter':
    case 'duration':
      return undefined;
  }
}

function numeric(serialised: TypeMapping['serialised']): TypeMapping {
  return { postgresql: 'numeric', inlet: 'text', fromInlet: (value) => `${value}::numeric`, serialised, costly: true };
}

/** Element types whose arrays the JDBC sink binds without converting them. */
const arrayElements: readonly ScalarType[] = [
  'ascii', 'text', 'boolean', 'smallint', 'int', 'bigint', 'float', 'double', 'uuid', 'timeuuid', 'decimal', 'varint',
]; // prettier-ignore

/** The mapping of a CQL type, or undefined where the stock connector cannot carry it whole. */
export function typeMapping(type: CqlType, helpers: string): TypeMapping | undefined {
  if (type.kind === 'scalar') return scalarMapping(type.name, helpers);
  if (type.kind !== 'list' && type.kind !== 'set') return undefined;
  if (!type.frozen || type.element.kind !== 'scalar' || !arrayElements.includes(type.element.name)) return undefined;
  const element = scalarMapping(type.element.name, helpers);
  if (element === undefined) return undefined;
  return {
    postgresql: `${element.postgresql}[]`,
    inlet: `${element.inlet}[]`,
    fromInlet: (value) => (element.inlet === element.postgresql ? value : `${value}::${element.postgresql}[]`),
    costly: true,
    serialised: (value) =>
      `${helpers}.${helperFunctions.collection}(array(select ${element.serialised('element')} from unnest(${value}) with ordinality as item(element, position) order by position))`,
  };
}

/** Why a column of this type cannot be replicated; for error messages. */
export function unsupportedReason(type: CqlType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name === 'counter'
        ? 'counters are not in the change log'
        : 'the connector loses the months and days of durations';
    case 'list':
    case 'set':
      return type.frozen
        ? 'elements of this type are not supported'
        : 'changes of non-frozen collections arrive as deltas that look alike';
    case 'map':
      return 'maps cannot pass the flattening transform';
    case 'tuple':
    case 'udt':
      return 'tuples and user-defined types are not supported';
  }
}
