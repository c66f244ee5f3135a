import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the source connector emits for a row or partition, as the sinks insert it. */
export interface CapturedEvent {
  /** Name of the Cassandra table, which the topic is named after. */
  table: string;
  /** A field for each column, null where it is not touched, and the metadata, whose names begin with `__`. */
  event: Record<string, unknown>;
}

/** Statements that ran one after the other, and all events of the partitions that they wrote, by table and time. */
export interface CapturedCase {
  case: string;
  cql: string[];
  events: CapturedEvent[];
}

/** What `npm run capture:events` has written. */
export function readCapturedCases(): CapturedCase[] {
  const lines = readFileSync(join(import.meta.dirname, '../data/events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as CapturedCase);
}
