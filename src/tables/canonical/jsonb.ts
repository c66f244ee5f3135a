import { type CqlType } from '../cql-type.js';
import { type CanonicalCodec } from './codec.js';
import { jsonWriter } from './json-text.js';

/** jsonb_send in src/backend/utils/adt/jsonb.c writes it before the text. */
const version = Buffer.of(1);

/** Maps, tuples, user-defined types and nested collections; for their JSON see `jsonWriter`. */
export function jsonbCodec(type: CqlType): CanonicalCodec {
  const write = jsonWriter(type);
  return {
    oid: 3802,
    sql: (column) => `${column}::jsonb`,
    fromCassandra: (raw) => (raw.length === 0 ? null : Buffer.concat([version, Buffer.from(write(raw), 'utf8')])),
    toCassandra: () => undefined,
    text,
    literal: (bytes) => (isHeld(text(bytes)) ? text(bytes) : undefined),
  };
}

function text(bytes: Buffer): string {
  return bytes.toString('utf8', version.length);
}

/** Neither zero bytes, nor numbers with an exponent: what `jsonWriter` writes for what jsonb cannot hold. */
function isHeld(json: string): boolean {
  const hasZeroByte = json.replaceAll('\\\\', '').includes('\\u0000');
  return !hasZeroByte && !json.replace(/"(?:[^"\\]|\\.)*"/g, '').includes('E');
}
