import { isLosslessNumber } from 'lossless-json';
import { type RegistryCodec } from '../clients/registry-codec.js';
import { messageOf } from '../errors.js';
import { eventFields } from './event.js';

/**
 * The key or value of a record, as people read and edit it: decoded by the schema that it names; the payload behind the
 * id of a schema that could not be used, in base64; or bytes in base64 that are in no wire format.
 */
export type Payload =
  | null
  | { schemaId: number; data: unknown }
  | { schemaId: number; payload: string; problem?: string }
  | { base64: string };

/** A zero byte and the id of a schema. */
const headerBytes = 5;

export async function decodePayload(codec: RegistryCodec, bytes: Buffer | null): Promise<Payload> {
  if (bytes === null) return null;
  if (bytes.length < headerBytes || bytes[0] !== 0) return { base64: bytes.toString('base64') };
  const schemaId = bytes.readInt32BE(1);
  try {
    return { schemaId, data: await codec.decode(bytes) };
  } catch (error) {
    return { schemaId, payload: bytes.subarray(headerBytes).toString('base64'), problem: messageOf(error) };
  }
}

/** @throws Error where the schema does not take the data, and for what an edit has made of the shape */
export async function encodePayload(codec: RegistryCodec, payload: Payload): Promise<Buffer | null> {
  if (payload === null) return null;
  if (!isPayload(payload)) throw new Error('a key or value is null, or has base64, or schemaId with data or payload');
  if ('base64' in payload) return Buffer.from(payload.base64, 'base64');
  // From an editor it comes as a lossless number.
  const schemaId = Number(payload.schemaId);
  if ('data' in payload) return codec.encode(schemaId, payload.data);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32BE(schemaId, 1);
  return Buffer.concat([header, Buffer.from(payload.payload, 'base64')]);
}

/** Whoever edits can write anything. */
function isPayload(payload: unknown): payload is Payload {
  if (typeof payload !== 'object' || payload === null) return false;
  const { base64, schemaId, payload: bytes } = payload as Record<string, unknown>;
  if (base64 !== undefined) return typeof base64 === 'string';
  const id = isLosslessNumber(schemaId) ? Number(schemaId) : schemaId;
  const isId = typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 2 ** 31;
  return isId && ('data' in payload || typeof bytes === 'string');
}

/**
 * The value that the source's transforms would make of an event: its cells flattened, in the newest schema of the subject.
 * @throws Error for an event that is no JSON object, and where the schema does not take it
 */
export async function valueOfEvent(
  codec: RegistryCodec,
  { subject, event }: { subject: string; event: string },
): Promise<Buffer> {
  const cells = eventFields(event);
  if (cells === undefined) throw new Error('the event is no JSON object');
  const { id, fields } = await codec.newestSchema(subject);
  return codec.encode(id, Object.fromEntries(fields.map((name) => [name, flatValue(cells, name)])));
}

/** `email_value` is the value of the cell email; what the source adds stands there by its own name. */
function flatValue(cells: Record<string, unknown>, name: string): unknown {
  if (name.startsWith('__')) return cells[name];
  const [, column = '', part = ''] = /^(.*)_(value|deletion_ts|set)$/.exec(name) ?? [];
  const cell = cells[column];
  return typeof cell === 'object' && cell !== null ? (cell as Record<string, unknown>)[part] : undefined;
}
