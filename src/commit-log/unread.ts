import { readFile } from 'node:fs/promises';
import { codeOf } from '../errors.js';
import { type CdcRaw, type CdcSegment } from './cdc-raw.js';
import { type LogPosition } from './position.js';
import { readSegment } from './segment.js';

/** What lies in a node's commit log and has not come to Kafka. */
export interface UnreadChanges {
  /** Mutations of the pipeline's tables; one statement makes one, a batch one for each partition. */
  changes: number;
  /** Segments that hold them. */
  segments: number;
  /** Bytes of these segments that are behind the source, those of other tables among them. */
  bytes: number;
  /** When the oldest was written, in milliseconds since 1970; null where there is none. */
  oldestMs: number | null;
  /**
   * Tables of which changes stand before a change of another table that has come to Kafka: the source, which reads in
   * order, is past them. For a moment that is so wherever events are on their way.
   */
  passed: string[];
  /** False where there is more than was looked at: figures are what there is at least. */
  isWhole: boolean;
}

/** A table whose changes are looked for, and how far the source is with it. */
export interface TrackedTable {
  name: string;
  id: Buffer;
  position: LogPosition | undefined;
}

/** A look at a commit log of gigabytes must not take minutes. */
const looksAtBytes = 256 * 1024 * 1024;

/** @param keyspaceTables ids of all tables of the keyspace */
export async function readUnread(
  { segments }: CdcRaw,
  { tables, keyspaceTables }: { tables: TrackedTable[]; keyspaceTables: Buffer[] },
): Promise<UnreadChanges> {
  const unread: UnreadChanges = { changes: 0, segments: 0, bytes: 0, oldestMs: null, passed: [], isWhole: true };
  const passed = new Set<string>();
  let lookedAtBytes = 0;
  for (const segment of segments) {
    const behind = tables.map(({ position }) => offsetIn(segment, position));
    const after = Math.min(...behind);
    const reached = Math.max(...behind);
    if (after >= segment.syncedBytes) continue;
    if (lookedAtBytes >= looksAtBytes) {
      unread.isWhole = false;
      break;
    }
    const bytes = await bytesOf(segment);
    if (bytes === undefined) continue;
    lookedAtBytes += bytes.length;
    const ids = tables.map(({ id }) => id);
    let found = 0;
    for (const mutation of readSegment(bytes, {
      tables: ids,
      keyspaceTables,
      after,
      syncedBytes: segment.syncedBytes,
    })) {
      if (mutation.hasStatics || mutation.end <= behind[mutation.table]!) continue;
      found++;
      if (mutation.end <= reached) passed.add(tables[mutation.table]!.name);
      // A time that a client has chosen cannot be before the segment, which was made after the node's start.
      const writtenMs = Math.max(Number(mutation.writtenUs / 1000n), segment.id);
      unread.oldestMs = Math.min(unread.oldestMs ?? Infinity, writtenMs);
    }
    if (found === 0) continue;
    unread.changes += found;
    unread.segments++;
    unread.bytes += segment.syncedBytes - after;
  }
  return { ...unread, passed: [...passed] };
}

/** How far a position is in a segment, in bytes. */
function offsetIn({ id }: CdcSegment, position: LogPosition | undefined): number {
  if (position === undefined || position.segment < id) return 0;
  return position.segment > id ? Infinity : position.offset;
}

/** Undefined where the source has moved the segment away meanwhile. */
async function bytesOf({ file }: CdcSegment): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}
