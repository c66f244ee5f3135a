import { parse, stringify } from 'lossless-json';
import { type RegistryCodec } from '../../clients/registry-codec.js';
import { messageOf } from '../../errors.js';
import { type StoredLetter } from '../letter.js';
import { decodePayload, encodePayload, type Payload, valueOfEvent } from '../payload.js';

/** A letter as it is edited; only event, key and value can be changed. */
export interface EditableLetter {
  id: string;
  table: string | null;
  error: string;
  /** What the sink inserts; a text where it is no JSON. */
  event: unknown;
  /** Only for letters that go back to a topic. */
  key?: Payload;
  value?: Payload;
}

/** What is put back. */
export interface RecordContent {
  event: string | null;
  key: Buffer | null;
  value: Buffer | null;
}

export function contentOf(stored: StoredLetter): RecordContent {
  const { key, value } = stored.store === 'topic' ? stored.record : { key: null, value: null };
  return { event: stored.event, key, value };
}

export async function editableLetter(codec: RegistryCodec, stored: StoredLetter): Promise<EditableLetter> {
  const { id, table, message } = stored.letter;
  const editable = { id, table, error: message, event: jsonOrText(stored.event) };
  if (stored.store === 'table') return editable;
  const { key, value } = stored.record;
  return { ...editable, key: await decodePayload(codec, key), value: await decodePayload(codec, value) };
}

function jsonOrText(event: string | null): unknown {
  if (event === null) return null;
  try {
    return parse(event);
  } catch {
    return event;
  }
}

export interface Edit {
  stored: StoredLetter;
  before: EditableLetter;
  after: EditableLetter;
  /** Subject of the values of the letter's topic. */
  subject: string;
  /** Make the value anew of the event also where the event was not changed. */
  rebuildsValue: boolean;
}

/**
 * The content of an edited letter; bytes that were not edited stay as they are. A value whose event alone was changed is
 * made anew of it, so that other consumers read the same.
 * @throws Error where a schema does not take what was edited
 */
export async function editedContent(codec: RegistryCodec, edit: Edit): Promise<RecordContent> {
  const { stored, before, after, subject, rebuildsValue } = edit;
  const content = contentOf(stored);
  const isChanged = (name: 'event' | 'key' | 'value') => stringify(before[name]) !== stringify(after[name]);
  if (isChanged('event')) content.event = eventText(after.event);
  if (stored.store === 'table') {
    if (content.event?.includes('\0') === true)
      throw new Error('the event has a zero byte, which no text of PostgreSQL has');
    return content;
  }
  if (isChanged('key')) content.key = await encodePayload(codec, after.key ?? null);
  if (isChanged('value')) {
    content.value = await encodePayload(codec, after.value ?? null);
  } else if ((isChanged('event') || rebuildsValue) && content.event !== null) {
    content.value = await rebuilt(codec, { subject, event: content.event });
  }
  return content;
}

function eventText(event: unknown): string | null {
  if (event === null || event === undefined) return null;
  return typeof event === 'string' ? event : stringify(event)!;
}

async function rebuilt(codec: RegistryCodec, source: { subject: string; event: string }): Promise<Buffer> {
  try {
    return await valueOfEvent(codec, source);
  } catch (error) {
    throw new Error(`no value can be made of the event: ${messageOf(error)}`, { cause: error });
  }
}
