import { type CqlType, type ScalarType } from './cql-type.js';
import { literalSql } from './names.js';

/**
 * SQL: JSON of the connector → the JSON that people see, as cdcctl makes it from what it reads in Cassandra
 * (`canonical/json.ts`). `depth` keeps the aliases of nested subqueries apart.
 */
export function targetJson(type: CqlType, json: string, depth = 1): string {
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

/** Milliseconds since 1970; days and milliseconds apart, because the multiplication of intervals works in doubles. */
export function utcTimestamp(text: string): string {
  const milliseconds = `(${text})::bigint`;
  return `(timestamp 'epoch' + (${milliseconds} / 86400000) * interval '1 day' + (${milliseconds} % 86400000) * interval '1 millisecond')`;
}
