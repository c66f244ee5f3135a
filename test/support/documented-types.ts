/** What docs/types.md says of a CQL type beside what the code knows. */
export interface DocumentedType {
  cql: string;
  kind?: 'static';
  /** Column in the captured case of its table that has a value of this type. */
  example?: { case: string; column: string };
  /** How the connector writes a value. */
  inEvent: string;
  /** What PostgreSQL does not keep. */
  lost?: string;
}

const scalar = (cql: string, inEvent: string, lost?: string): DocumentedType => ({
  cql,
  example: { case: 'every scalar type', column: `v_${cql}` },
  inEvent,
  ...(lost === undefined ? {} : { lost }),
});

const frozen = (cql: string, column: string, inEvent: string, lost?: string): DocumentedType => ({
  cql,
  example: { case: 'every kind of frozen value', column },
  inEvent,
  ...(lost === undefined ? {} : { lost }),
});

const zeroByte = 'PostgreSQL has no zero byte: dead letter';

/** The user-defined type of the examples. */
export const documentedUserType = { name: 'address', fields: { street: 'text', since: 'date', Number: 'int' } };

export const documentedTypes: DocumentedType[] = [
  scalar('ascii', 'text', zeroByte),
  scalar('text', 'text', zeroByte),
  scalar('tinyint', 'number'),
  scalar('smallint', 'number'),
  scalar('int', 'number'),
  scalar('bigint', 'number of up to 19 digits'),
  scalar('varint', 'text'),
  scalar('decimal', 'text', 'a negative scale: 1.5E+4 becomes 15000; trailing zeros, where it is loaded or read back'),
  scalar('float', 'number; `"NaN"`, `"Infinity"`, `"-Infinity"` as text; negative zero as `-0.0`'),
  scalar('double', 'number, or text as for float'),
  scalar('boolean', 'boolean'),
  scalar('blob', 'base64'),
  scalar('inet', 'text with a slash before the address', 'IPv4 addresses mapped into IPv6 become IPv4'),
  scalar('uuid', 'text'),
  scalar('timeuuid', 'text'),
  scalar('timestamp', 'milliseconds since 1970', 'beyond 294276 AD: dead letter'),
  scalar('date', 'days since 1970 + 2^31, wrapped around into 32 bits', 'beyond 5874897 AD: dead letter'),
  scalar('time', 'nanoseconds of the day', 'nanoseconds are cut to microseconds'),
  scalar('duration', 'nanoseconds, months counted as 30 days', 'nanoseconds are cut to microseconds'),
  frozen('frozen<list<text>>', 'texts', 'array'),
  frozen('frozen<list<double>>', 'doubles', 'array'),
  frozen('frozen<set<date>>', 'dates', 'array in the order of Cassandra; elements as above'),
  frozen('frozen<list<inet>>', 'inets', 'array'),
  frozen('frozen<list<blob>>', 'blobs', 'array; each element is the whole value, with the lengths in it'),
  frozen('frozen<map<text, int>>', 'by_text', 'object where the keys are text, uuid, inet, varint or decimal'),
  frozen('frozen<map<uuid, decimal>>', 'by_uuid', 'object'),
  frozen('frozen<map<int, timestamp>>', 'by_int', 'array of pairs where the keys are anything else'),
  frozen('frozen<map<text, frozen<list<int>>>>', 'numbers', 'both of the above'),
  frozen('tuple<int, text, timestamp>', 'pair', 'object of `field1`, `field2`, …'),
  frozen('frozen<address>', 'place', 'object of all fields'),
  frozen('frozen<list<frozen<address>>>', 'places', 'array of objects'),
  { cql: 'frozen<list<frozen<list<timestamp>>>>', inEvent: 'none: it fails, and with it the whole write' },
  { cql: 'list<text>', inEvent: 'array of what the statement adds; empty where it removes' },
  { cql: 'set<int>', inEvent: 'array of what the statement adds or removes' },
  { cql: 'map<text, double>', inEvent: 'object of what the statement changes; null for what it removes' },
  { cql: 'address', inEvent: 'none: it fails, and with it the whole write' },
  { cql: 'text', kind: 'static', inEvent: 'null, in the event of a row that is written with it; else no event' },
  { cql: 'counter', inEvent: 'no event' },
];
