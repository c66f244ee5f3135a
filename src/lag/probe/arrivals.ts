import { type Admin } from 'kafkajs';
import { type Client } from 'pg';
import { type KafkaReader } from '../../clients/kafka-reader.js';
import { sqlNames } from '../../render/postgresql/sql.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { quoteSql, topicOf } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { traceIdOf } from '../../traced.js';
import { headerText } from '../../clients/error-headers.js';
import { eventHead } from '../../commit-log/event-head.js';
import { readCdcRaw } from '../../commit-log/cdc-raw.js';
import { comparePositions, type LogPosition } from '../../commit-log/position.js';
import { type CanaryKey, isAbout } from './canary.js';

/** Whether the row is in PostgreSQL's view. */
export function rowLook(postgres: Client, pipeline: Pipeline, table: ReplicatedTable, key: CanaryKey) {
  const conditions = table.keys.map(({ target, mapping }, index) => {
    return `${quoteSql(target)} = $${index + 1}::text::${mapping.postgresql}`;
  });
  const values = [...key.values()].map((value) => value.replace(/^0x/, '\\x'));
  const query = `SELECT EXISTS (SELECT FROM ${sqlNames(pipeline, table).view} WHERE ${conditions.join(' AND ')}) AS found`;
  return async (): Promise<boolean> => {
    const { rows } = await postgres.query<{ found: boolean }>(query, values);
    return rows[0]?.found === true;
  };
}

/** The event of a row in its topic. */
interface Arrival {
  /** Where it was in the commit log. */
  position: LogPosition | undefined;
  /** When it came, in milliseconds since 1970 by the clock of the source's worker. */
  arrivedMs: number;
  /** Of the trace in which the source's worker sent it; null where it is not traced. */
  traceId: string | null;
}

/** Looks for the event of the row in what comes to the topic from now on. */
export async function topicLook(
  { admin, reader }: { admin: Admin; reader: KafkaReader },
  { pipeline, table, key }: { pipeline: Pipeline; table: ReplicatedTable; key: CanaryKey },
) {
  const topic = topicOf(pipeline, table.settings);
  const readUntil = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, Number(one.high)]));
  return async (): Promise<Arrival | undefined> => {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      const range = { topic, partition, from: readUntil.get(partition) ?? 0, to: Number(high) };
      for await (const records of reader.read(range)) {
        const found = records.find((record) => isAbout(table, key, eventHead(record).fields));
        if (found !== undefined) {
          const traceId = traceIdOf(headerText(found, 'traceparent'));
          return { position: eventHead(found).position, arrivedMs: found.timestampMs, traceId };
        }
      }
      readUntil.set(partition, range.to);
    }
    return undefined;
  };
}

/** Notes how far the commit log of a node is synced, to tell later when a place in it was. */
export class CommitLogClock {
  private readonly synced: { atMs: number; position: LogPosition }[] = [];

  constructor(private readonly cassandraConfig: string) {}

  /** The reason, where the commit log cannot be read. */
  async look(): Promise<string | undefined> {
    const raw = await readCdcRaw(this.cassandraConfig);
    if (typeof raw === 'string') return raw;
    const newest = raw.segments.at(-1);
    if (newest !== undefined) {
      this.synced.push({ atMs: performance.now(), position: { segment: newest.id, offset: newest.syncedBytes } });
    }
    return undefined;
  }

  /** On the clock of `performance`; undefined where it was not seen. */
  syncedAtMs(position: LogPosition | undefined): number | undefined {
    return this.synced.find((one) => position !== undefined && comparePositions(one.position, position) >= 0)?.atMs;
  }
}
