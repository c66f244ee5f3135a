import { type CqlType, type ScalarType } from '../cql-type.js';
import { calendarDate, clockTime } from './calendar.js';
import { type CanonicalCodec } from './codec.js';
import { durationFromBytes, durationText } from './duration.js';
import { inetCodec } from './inet.js';
import { decimalJson, floatJson } from './json-numbers.js';
import { lengthPrefixed } from './length-prefixed.js';
import { booleanCodec, integerCodec, uuidCodec } from './scalars.js';
import { timeCodec } from './temporal.js';

/** A value as Cassandra serialises it → JSON as PostgreSQL prints jsonb; `null` for empty ones that are read as null. */
export type JsonWriter = (raw: Buffer) => string;

const dayMilliseconds = 86_400_000n;

const number = (codec: CanonicalCodec): JsonWriter => {
  return (raw) => codec.text(codec.fromCassandra(raw)!);
};
const string = (codec: CanonicalCodec): JsonWriter => {
  return (raw) => `"${codec.text(codec.fromCassandra(raw)!)}"`;
};
/** JSON.stringify escapes as PostgreSQL's escape_json does. */
const text: JsonWriter = (raw) => JSON.stringify(raw.toString('utf8'));

const scalars: Record<Exclude<ScalarType, 'counter'>, JsonWriter> = {
  ascii: text,
  text,
  blob: (raw) => `"0x${raw.toString('hex')}"`,
  boolean: number(booleanCodec),
  tinyint: (raw) => String(raw.readInt8()),
  smallint: number(integerCodec({ oid: 21, name: 'smallint', bytes: 2 })),
  int: number(integerCodec({ oid: 23, name: 'integer', bytes: 4 })),
  bigint: number(integerCodec({ oid: 20, name: 'bigint', bytes: 8 })),
  varint: (raw) => decimalJson(raw, 0),
  decimal: (raw) => decimalJson(raw.subarray(4), raw.readInt32BE()),
  float: (raw) => floatJson(raw.readFloatBE(), 'float'),
  double: (raw) => floatJson(raw.readDoubleBE(), 'double'),
  uuid: string(uuidCodec),
  timeuuid: string(uuidCodec),
  inet: string(inetCodec),
  date: (raw) => `"${calendarDate(raw.readUInt32BE() - 2 ** 31).date}"`,
  time: string(timeCodec),
  timestamp: (raw) => `"${timestampText(raw.readBigInt64BE())}"`,
  duration: (raw) => `"${durationText(durationFromBytes(raw))}"`,
};

/**
 * JSON of values of a type: lists, sets and tuples are arrays, user-defined types objects; maps are objects where the
 * key is a scalar, and arrays of pairs, sorted by their text, elsewhere. What jsonb cannot hold has a form that it never
 * prints: zero bytes are \u0000, numbers that are too great or too fine have an exponent.
 */
export function jsonWriter(type: CqlType): JsonWriter {
  switch (type.kind) {
    case 'scalar':
      return scalarWriter(type.name);
    case 'list':
    case 'set': {
      const write = orNull(jsonWriter(type.element));
      return unlessEmpty((raw) => arrayJson(lengthPrefixed(raw.subarray(4)).map(write)));
    }
    case 'map':
      return unlessEmpty(type.key.kind === 'scalar' ? mapWriter(type.key, type.value) : pairsWriter(type));
    case 'tuple': {
      const writers = type.elements.map((element) => orNull(jsonWriter(element)));
      return unlessEmpty((raw) => {
        const items = lengthPrefixed(raw);
        return arrayJson(writers.map((write, index) => write(items[index] ?? null)));
      });
    }
    case 'udt': {
      const fields = type.fields.map(({ name, type: fieldType }) => ({ name, write: orNull(jsonWriter(fieldType)) }));
      return unlessEmpty((raw) => {
        const items = lengthPrefixed(raw);
        return objectJson(fields.map(({ name, write }, index) => [name, write(items[index] ?? null)]));
      });
    }
  }
}

function scalarWriter(name: ScalarType): JsonWriter {
  if (name === 'counter') throw new TypeError('counters have no JSON');
  const holdsEmpty = name === 'text' || name === 'ascii' || name === 'blob';
  return holdsEmpty ? scalars[name] : unlessEmpty(scalars[name]);
}

function mapWriter(key: CqlType, value: CqlType): JsonWriter {
  const writeKey = orNull(jsonWriter(key));
  const writeValue = orNull(jsonWriter(value));
  return (raw) =>
    objectJson(pairsOf(raw).map(([keyBytes, valueBytes]) => [keyText(writeKey(keyBytes)), writeValue(valueBytes)]));
}

function pairsWriter({ key, value }: { key: CqlType; value: CqlType }): JsonWriter {
  const writeKey = orNull(jsonWriter(key));
  const writeValue = orNull(jsonWriter(value));
  return (raw) =>
    arrayJson(
      pairsOf(raw)
        .map(([keyBytes, valueBytes]) => arrayJson([writeKey(keyBytes), writeValue(valueBytes)]))
        .sort(byBytes),
    );
}

/** A map as Cassandra serialises it: the number of pairs, then keys and values in turn. */
function pairsOf(raw: Buffer): [Buffer | null, Buffer | null][] {
  const items = lengthPrefixed(raw.subarray(4));
  return Array.from({ length: items.length / 2 }, (_, index) => [items[2 * index]!, items[2 * index + 1]!]);
}

/** A JSON string → what it says; a number, true, false or null → as it is. */
function keyText(json: string): string {
  return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

function arrayJson(items: string[]): string {
  return `[${items.join(', ')}]`;
}

/** Of members with the same name, the last holds. */
function objectJson(members: [name: string, json: string][]): string {
  const sorted = [...new Map(members)].sort(([a], [b]) => compareNames(a, b));
  return `{${sorted.map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(', ')}}`;
}

/** Shorter names first, then by their bytes (lengthCompareJsonbString in src/backend/utils/adt/jsonb_util.c). */
function compareNames(a: string, b: string): number {
  return Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function unlessEmpty(write: JsonWriter): JsonWriter {
  return (raw) => (raw.length === 0 ? 'null' : write(raw));
}

function orNull(write: JsonWriter): (raw: Buffer | null) => string {
  return (raw) => (raw === null ? 'null' : write(raw));
}

/** Milliseconds since 1970 → `2024-02-29T12:34:56.007Z`. The era is not shown, as PostgreSQL's to_char does not. */
function timestampText(milliseconds: bigint): string {
  const ofDay = Number(((milliseconds % dayMilliseconds) + dayMilliseconds) % dayMilliseconds);
  const { date } = calendarDate(Number((milliseconds - BigInt(ofDay)) / dayMilliseconds));
  const fraction = String(ofDay % 1000).padStart(3, '0');
  return `${date}T${clockTime((ofDay - (ofDay % 1000)) * 1000)}.${fraction}Z`;
}

/** As PostgreSQL's collation "C" does. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
