import { headerText } from '../clients/error-headers.js';
import { type KafkaRecord } from '../clients/kafka-reader.js';
import { type LogPosition, logPosition } from './position.js';

/** What an event says of where it comes from; see templates/connectors. */
export interface EventHead {
  /** Milliseconds since 1970; undefined where the record has no event. */
  writtenMs: number | undefined;
  position: LogPosition | undefined;
  /** The columns as the connector writes them, `{value, …}` each, and the fields that it adds. */
  fields: Record<string, unknown>;
}

interface Fields extends Record<string, unknown> {
  __source_ts_us?: unknown;
  __source_file?: unknown;
  __source_pos?: unknown;
}

/** A write time that a client has chosen is drawn to when it can have been: after the node's start, before it came. */
export function eventHead(record: KafkaRecord): EventHead {
  const fields = fieldsOf(record);
  const { __source_file: file, __source_pos: offset, __source_ts_us: toldUs } = fields;
  const position = typeof file === 'string' ? logPosition(file, numberOf(offset)) : undefined;
  const toldMs = numberOf(toldUs) / 1000;
  if (Number.isNaN(toldMs)) return { writtenMs: undefined, position, fields };
  return { writtenMs: Math.min(Math.max(toldMs, position?.segment ?? 0), record.timestampMs), position, fields };
}

/** An object of JSON may have no way to become a number. */
function numberOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? NaN : Number(value);
}

/** Nothing for what is no event: others may write to a topic, too. */
function fieldsOf(record: KafkaRecord): Fields {
  try {
    const header = headerText(record, 'event');
    return header === undefined ? unwrapped(record.value) : (Object(JSON.parse(header)) as Fields);
  } catch {
    return {};
  }
}

/** The event of an agent, out of the envelope that is the record's value. */
function unwrapped(value: Buffer | null): Fields {
  const { after, source } = Object(JSON.parse(value?.toString() ?? '{}')) as Record<
    'after' | 'source',
    Fields | undefined
  >;
  const { ts_us, file, pos } = source ?? {};
  return { ...after, __source_ts_us: ts_us, __source_file: file, __source_pos: pos };
}
