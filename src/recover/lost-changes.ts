import { readFile } from 'node:fs/promises';
import { type Admin } from 'kafkajs';
import { type KafkaReader } from '../clients/kafka-reader.js';
import { eventHead } from '../commit-log/event-head.js';
import { type LoggedMutation, readSegment } from '../commit-log/segment.js';
import { codeOf } from '../errors.js';
import { type SetAsideSegment } from './set-aside.js';

/** A table whose changes are looked for. */
export interface AuditedTable {
  name: string;
  id: Buffer;
  topic: string;
}

/** The changes of one table in one segment: where each ends, in order, and whether its event is in Kafka. */
interface LoggedChanges {
  ends: Uint32Array;
  arrived: Uint8Array;
}

/** What one segment holds of a table. */
export interface LostChanges {
  /** Index of the table. */
  table: number;
  mutations: LoggedMutation[];
}

/**
 * Compares segments with Kafka, change by change: an event tells in which segment it stood and where it ended there. Holds
 * five bytes for each change.
 */
export class CommitLogAudit {
  private readonly segments = new Map<number, { segment: SetAsideSegment; changes: LoggedChanges[] }>();
  /** How far the partitions of each topic have been read. */
  private readonly readTo = new Map<string, Map<number, number>>();

  /** @param keyspaceTables ids of all tables of the keyspace */
  constructor(
    private readonly tables: AuditedTable[],
    private readonly keyspaceTables: Buffer[],
  ) {}

  /** @throws Error for a segment that cannot be read: it is compressed, encrypted, or of another version */
  async add(segment: SetAsideSegment): Promise<void> {
    const ends = this.tables.map((): number[] => []);
    for (const { table, end } of await this.mutationsOf(segment)) ends[table]!.push(end);
    const changes = ends.map((list) => ({ ends: Uint32Array.from(list), arrived: new Uint8Array(list.length) }));
    this.segments.set(segment.id, { segment, changes });
  }

  /** How many changes of each table there are. */
  counts(): number[] {
    return this.tables.map((_, table) => this.sum(table, ({ ends }) => ends.length));
  }

  /** Whether all changes of a segment have their events in what was read of Kafka. */
  isWhole({ id }: SetAsideSegment): boolean {
    return this.segments.get(id)!.changes.every(({ arrived }) => zerosIn(arrived) === 0);
  }

  /**
   * Reads what the topics hold now, from the oldest segment on; called again, what has come since.
   * @returns how many changes it had not seen before
   */
  async readKafka(admin: Admin, reader: KafkaReader): Promise<number> {
    const begunMs = Math.min(...[...this.segments.values()].map(({ segment }) => segment.begunMs));
    let arrived = 0;
    for (const [table, { topic }] of this.tables.entries()) {
      if (this.sum(table, ({ arrived }) => zerosIn(arrived)) === 0) continue;
      const readTo = this.readTo.get(topic) ?? (await firstOffsets(admin, topic, begunMs));
      this.readTo.set(topic, readTo);
      for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
        const from = readTo.get(partition) ?? 0;
        const to = Number(high);
        for await (const records of reader.read({ topic, partition, from, to })) {
          for (const record of records) {
            const { position } = eventHead(record);
            if (position !== undefined) arrived += this.mark(table, position.segment, position.offset);
          }
        }
        readTo.set(partition, to);
      }
    }
    return arrived;
  }

  /** What the segments hold and Kafka does not. */
  async *lost(): AsyncGenerator<LostChanges> {
    for (const { segment } of this.segments.values()) {
      if (this.isWhole(segment)) continue;
      const mutations = await this.mutationsOf(segment).catch(noneIfRemoved);
      for (const table of this.tables.keys()) {
        const lost = mutations.filter((one) => one.table === table && !this.hasArrived(table, segment.id, one.end));
        if (lost.length > 0) yield { table, mutations: lost };
      }
    }
  }

  private async mutationsOf({ file }: SetAsideSegment): Promise<LoggedMutation[]> {
    const bytes = await readFile(file);
    const ids = this.tables.map(({ id }) => id);
    const { keyspaceTables } = this;
    return [...readSegment(bytes, { tables: ids, keyspaceTables, after: 0, syncedBytes: bytes.length })];
  }

  /** @returns how many changes that makes that had not arrived: one or none */
  private mark(table: number, segment: number, end: number): number {
    const changes = this.segments.get(segment)?.changes[table];
    const at = changes === undefined ? -1 : indexIn(changes.ends, end);
    if (changes === undefined || at < 0 || changes.arrived[at] === 1) return 0;
    changes.arrived[at] = 1;
    return 1;
  }

  private hasArrived(table: number, segment: number, end: number): boolean {
    const { ends, arrived } = this.segments.get(segment)!.changes[table]!;
    const at = indexIn(ends, end);
    // What the node has written since it was looked at is the next audit's.
    return at < 0 || arrived[at] === 1;
  }

  private sum(table: number, of: (changes: LoggedChanges) => number): number {
    return [...this.segments.values()].reduce((sum, { changes }) => sum + of(changes[table]!), 0);
  }
}

/** Who removes a segment meanwhile has read back what was lost of it. */
function noneIfRemoved(error: unknown): LoggedMutation[] {
  if (codeOf(error) === 'ENOENT') return [];
  throw error;
}

/** Where in each partition the records begin that are not older. */
async function firstOffsets(admin: Admin, topic: string, sinceMs: number): Promise<Map<number, number>> {
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topic, Math.floor(sinceMs));
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
}

function zerosIn(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + 1 - flag, 0);
}

/** Where a number stands in an ascending list; -1 where it does not. */
function indexIn(list: Uint32Array, wanted: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = list[middle]!;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
