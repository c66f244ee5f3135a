import { isLosslessNumber, parse } from 'lossless-json';
import { type DeadLetter, type Operation } from './letter.js';

const operations = new Map<unknown, Operation>([
  ['i', 'insert'],
  ['u', 'update'],
  ['d', 'delete'],
  ['r', 'range delete'],
]);

/** What the text of an event says of its row, as far as it can be read; each is read when it is asked for. */
export class EventDescription {
  private head: Record<string, unknown> | undefined;

  /** @param keyColumns names of the primary key's columns; undefined where they are not known */
  constructor(
    private readonly event: string | null,
    private readonly keyColumns: string[] | undefined,
  ) {}

  key(): DeadLetter['key'] {
    const fields = this.keyColumns === undefined ? undefined : eventFields(this.event);
    return fields === undefined ? null : keyOf(fields, this.keyColumns!);
  }

  operation(): DeadLetter['operation'] {
    return operations.get(this.readHead().__op) ?? null;
  }

  sourceTime(): DeadLetter['sourceTime'] {
    const { __source_ts_us: microseconds } = this.readHead();
    const isTold = typeof microseconds === 'number' || typeof microseconds === 'string';
    return isTold ? isoTime(Number(microseconds) / 1000) : null;
  }

  /** Of these fields no digit can be lost, so that the parser may be the fast one. */
  private readHead() {
    return (this.head ??= headOf(this.event));
  }
}

function headOf(event: string | null): Record<string, unknown> {
  try {
    return Object(JSON.parse(event ?? '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The fields of an event, numbers with all their digits; undefined where the text is no JSON object. */
export function eventFields(event: string | null): Record<string, unknown> | undefined {
  if (event === null) return undefined;
  try {
    const fields = parse(event);
    return isObject(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(fields: Record<string, unknown>, columns: string[]): DeadLetter['key'] {
  const values = columns.map((name) => {
    const field = fields[name];
    return [name, isObject(field) ? textOf(field.value) : null] as const;
  });
  return values.some(([, value]) => value !== null) ? Object.fromEntries(values) : null;
}

/** The text of a value, numbers as they were written. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  return isLosslessNumber(value) ? value.value : JSON.stringify(value);
}

/** null for a time that no calendar has. */
function isoTime(ms: number): string | null {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
