import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'cassandra-driver';
import { withKafkaAdmin } from '../../clients/kafka.js';
import { withKafkaReader } from '../../clients/kafka-reader.js';
import { withPostgres } from '../../clients/postgres.js';
import { messageOf } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { traced } from '../../traced.js';
import { CommitLogClock, rowLook, topicLook } from './arrivals.js';
import { canaryKey, type CanaryKey, formatKey, removeCanary, writeCanary } from './canary.js';

export interface ProbeOptions {
  pipeline: Pipeline;
  table: ReplicatedTable;
  cassandra: Client;
  /** Values of the primary key; the others are made. */
  key: Map<string, string>;
  /** Bound of the way to PostgreSQL, and of the way of the removal. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** When a row was where, in milliseconds since it was sent to Cassandra; null where it was not seen. */
export interface ProbeReport {
  pipeline: string;
  table: string;
  key: Record<string, string>;
  /** Cassandra has acknowledged it. */
  writtenMs: number;
  /** The node has synced it, so that the source can read it. */
  commitLogMs: number | null;
  /** Why the commit log was not looked at. */
  commitLogUnknown: string | null;
  topicMs: number | null;
  postgresqlMs: number | null;
  /** Of the trace in which the source's worker sent its record; null where workers are not traced. */
  traceId: string | null;
  /** Whether the row is gone from both sides; why it is not, where that failed. */
  removed: true | string;
}

const lookMs = 10;

/**
 * Writes a row that was not there, looks for it on its way, and removes it.
 * @throws OperatorError (invalid) where the row exists, or no key can be made; (unreachable) before anything is written
 */
export function probe(options: ProbeOptions): Promise<ProbeReport> {
  const attributes = { 'cdcctl.pipeline': options.pipeline.name, 'cdcctl.table': options.table.source.name };
  return traced({ name: 'probe', attributes }, async (note) => {
    const report = await sendThrough(options);
    const { writtenMs, commitLogMs, topicMs, postgresqlMs, traceId } = report;
    const known = Object.entries({ writtenMs, commitLogMs, topicMs, postgresqlMs, traceId });
    for (const [name, value] of known) if (value !== null) note({ [`cdcctl.probe.${name}`]: value });
    return report;
  });
}

async function sendThrough(options: ProbeOptions): Promise<ProbeReport> {
  const { pipeline, table } = options;
  const key = canaryKey(table, options.key);
  return withPostgres(pipeline.postgresql, (postgres) =>
    withKafkaAdmin(pipeline.kafka, (admin) =>
      withKafkaReader(pipeline.kafka, async (reader) => {
        const inTopic = await topicLook({ admin, reader }, { pipeline, table, key });
        const inPostgresql = rowLook(postgres, pipeline, table, key);
        return follow({ inTopic, inPostgresql }, key, options);
      }),
    ),
  );
}

interface Looks {
  inTopic: Awaited<ReturnType<typeof topicLook>>;
  inPostgresql: ReturnType<typeof rowLook>;
}

async function follow({ inTopic, inPostgresql }: Looks, key: CanaryKey, options: ProbeOptions): Promise<ProbeReport> {
  const { pipeline, table, cassandra, signal } = options;
  const clock = new CommitLogClock(pipeline.source.nodes[0]!.cassandraConfig);
  const commitLogUnknown = pipeline.source.nodes.length > 1 ? 'it has several nodes' : await clock.look();
  const [sentMs, sentAtMs] = [performance.now(), Date.now()];
  const since = (atMs: number | undefined) => (atMs === undefined ? null : atMs - sentMs);
  await writeCanary(cassandra, table, key);
  const writtenMs = performance.now() - sentMs;
  let isInTopic = false;
  const [arrived] = await Promise.allSettled([
    Promise.all([
      until(inTopic, options).finally(() => (isInTopic = true)),
      until(async () => (await inPostgresql()) || undefined, options),
      until(async () => (commitLogUnknown === undefined && (await clock.look()), isInTopic || undefined), options),
    ]),
  ]);
  const removed = await remove(inPostgresql, key, options);
  signal.throwIfAborted();
  if (arrived.status === 'rejected') throw arrived.reason;
  const [topic, row] = arrived.value;
  const postgresqlMs = since(row?.atMs);
  // Looking takes time: a row that was seen in PostgreSQL was in the other places before.
  const atTheLatest = (ms: number) => Math.min(ms, postgresqlMs ?? Infinity);
  const syncedMs = since(clock.syncedAtMs(topic?.found.position));
  const commitLogMs = syncedMs === null ? null : atTheLatest(syncedMs);
  return {
    ...{ pipeline: pipeline.name, table: table.source.name, key: Object.fromEntries(key), writtenMs, removed },
    commitLogMs,
    commitLogUnknown: commitLogUnknown ?? null,
    // The clock of a worker may differ from ours.
    topicMs:
      topic === undefined
        ? null
        : atTheLatest(Math.min(since(topic.atMs)!, Math.max(topic.found.arrivedMs - sentAtMs, commitLogMs ?? 0))),
    postgresqlMs,
    traceId: topic?.found.traceId ?? null,
  };
}

/** Also when the probe was interrupted: then only Cassandra is asked. */
async function remove(
  inPostgresql: Looks['inPostgresql'],
  key: CanaryKey,
  options: ProbeOptions,
): Promise<ProbeReport['removed']> {
  try {
    await removeCanary(options.cassandra, options.table, key);
    const gone = await until(async () => !(await inPostgresql()) || undefined, options);
    return gone === undefined ? 'it is gone from Cassandra, and still in PostgreSQL' : true;
  } catch (error) {
    return `${formatKey(key)} is left: ${messageOf(error)}`;
  }
}

/** Looks until something is found; undefined when the time is over. */
async function until<T>(
  look: () => Promise<T | undefined>,
  { timeoutMs, signal }: Pick<ProbeOptions, 'timeoutMs' | 'signal'>,
): Promise<{ found: T; atMs: number } | undefined> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && !signal.aborted) {
    const found = await look();
    if (found !== undefined) return { found, atMs: performance.now() };
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
