import { setTimeout as sleep } from 'node:timers/promises';
import { withKafkaAdmin } from '../clients/kafka.js';
import { withKafkaReader } from '../clients/kafka-reader.js';
import { messageOf } from '../errors.js';
import { type SourceNode } from '../pipeline/pipeline.js';
import { about, type ProgressListener } from '../progress.js';
import { keyId } from '../rows/known-rows.js';
import { ReadBack, type ReadBackOptions } from '../rows/read-back.js';
import { type Cells } from '../tables/canonical/record.js';
import { formatCqlType } from '../tables/cql-type.js';
import { inexactPartitionKey } from '../tables/hazards.js';
import { topicOf } from '../tables/names.js';
import { type TableIds } from '../tables/read-table-ids.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { toldTime } from '../told-time.js';
import { CommitLogAudit } from './lost-changes.js';
import { partitionKeyCells } from './partition-key.js';
import { readSetAside, type SetAsideSegment } from './set-aside.js';

export interface RecoverOptions extends ReadBackOptions {
  tables: ReplicatedTable[];
  tableIds: TableIds;
  /** Finds what is lost and changes nothing. */
  dryRun: boolean;
  onProgress: ProgressListener;
}

/** What a node's segments and Kafka tell together. */
export interface NodeRecovery {
  node: string;
  /** Where they are. */
  directory: string;
  /** Why they were not looked at; null where they were. */
  problem: string | null;
  segments: number;
  bytes: number;
  unread: { file: string; problem: string }[];
  tables: TableRecovery[];
  /** Segments whose changes are all in Kafka or read back, and to which the node writes no more. */
  settled: SetAsideSegment[];
}

export interface TableRecovery {
  table: string;
  /** Changes in the segments. */
  changes: number;
  /** Those that no event in Kafka tells of. */
  lost: number;
  /** When the oldest and the newest of them were written; null where none is lost. */
  lostFrom: string | null;
  lostTo: string | null;
  /** Partitions that they touch. */
  partitions: number;
  /** Rows that were read back in these. */
  rows: number;
  /** Rows that PostgreSQL refused; they are in the dead letters. */
  refused: number;
  /** Partitions that could not be read back, and why. */
  failed: number;
  failure: string | null;
}

/** A segment is set aside when its changes are on their way: for so long they may be before they are in Kafka. */
const underWayMs = 30_000;
const lookMs = 2000;
const partitionsAtOnce = 500;

/**
 * Finds changes that the connector has lost, in the segments that it has set aside, and reads their partitions back from
 * Cassandra. Nothing is remembered: an interrupted run is done again from the start.
 */
export async function recoverPipeline(options: RecoverOptions): Promise<NodeRecovery[]> {
  const recoveries: NodeRecovery[] = [];
  for (const node of options.pipeline.source.nodes) recoveries.push(await recoverNode(node, options));
  return recoveries;
}

async function recoverNode(node: SourceNode, given: RecoverOptions): Promise<NodeRecovery> {
  const options = { ...given, onProgress: about({ pipeline: given.pipeline.name }, given.onProgress) };
  const { pipeline, onProgress } = options;
  const segments = await readSetAside(node);
  const recovery = { node: node.id, directory: node.relocationDirectory, unread: [], tables: [], settled: [] };
  if (typeof segments === 'string') return { ...recovery, problem: segments, segments: 0, bytes: 0 };
  const bytes = segments.reduce((sum, one) => sum + one.bytes, 0);
  const step = `commit log of ${node.id}`;
  onProgress({ step, status: 'started', detail: `${segments.length} segments, ${Math.ceil(bytes / 2 ** 20)} MiB` });
  const tables = options.tables.flatMap((table) => {
    const id = options.tableIds.get(table.source.name);
    return id === undefined ? [] : [{ table, name: table.source.name, id, topic: topicOf(pipeline, table.settings) }];
  });
  const audit = new CommitLogAudit(tables, [...options.tableIds.values()]);
  const { read, unread } = await readSegments(audit, segments, options);
  await compareWithKafka(audit, read, options);
  const lost = await lostOf(
    audit,
    tables.map(({ table }) => table),
  );
  const counts = audit.counts();
  const reports: TableRecovery[] = [];
  for (const [index, { table }] of tables.entries()) {
    const { summary, partitionKeys } = lost[index]!;
    reports.push({
      ...{ table: table.source.name, changes: counts[index]!, ...summary },
      ...(await readBack(table, options.dryRun ? [] : partitionKeys, options)),
    });
  }
  const missing = reports.reduce((sum, one) => sum + one.lost, 0);
  onProgress({ step, status: 'done', detail: missing === 0 ? 'nothing is lost' : `${missing} changes were lost` });
  const isMended = !options.dryRun && reports.every(({ failed, refused }) => failed === 0 && refused === 0);
  const settled = read.filter((one) => one.isClosed && (isMended || audit.isWhole(one)));
  return { ...recovery, problem: null, segments: segments.length, bytes, unread, tables: reports, settled };
}

async function readSegments(
  audit: CommitLogAudit,
  segments: SetAsideSegment[],
  { onProgress, signal }: RecoverOptions,
) {
  const read: SetAsideSegment[] = [];
  const unread: { file: string; problem: string }[] = [];
  for (const segment of segments) {
    signal?.throwIfAborted();
    try {
      await audit.add(segment);
      read.push(segment);
    } catch (error) {
      unread.push({ file: segment.file, problem: messageOf(error) });
    }
    const completed = read.length + unread.length;
    onProgress({ step: 'reading segments', status: 'advanced', completed, total: segments.length });
  }
  return { read, unread };
}

/**
 * What was set aside just now is looked for until it is in Kafka, or cannot be on its way any more: a connector that is slow
 * has set aside what still waits in its queue, and then others of its events come.
 */
async function compareWithKafka(audit: CommitLogAudit, read: SetAsideSegment[], { pipeline, signal }: RecoverOptions) {
  if (read.length === 0) return;
  await withKafkaAdmin(pipeline.kafka, (admin) =>
    withKafkaReader(pipeline.kafka, async (reader) => {
      let cameMs = -Infinity;
      for (let look = 1; ; look++) {
        const came = await audit.readKafka(admin, reader);
        if (look > 1 && came > 0) cameMs = Date.now();
        const missing = read.filter((one) => !audit.isWhole(one));
        const isOver = missing.every((one) => Date.now() - Math.max(one.setAsideMs, cameMs) >= underWayMs);
        if (missing.length === 0 || (isOver && look > 1)) return;
        await sleep(lookMs, undefined, { signal });
      }
    }),
  );
}

/** What is lost of a table. */
interface LostOfTable {
  summary: Pick<TableRecovery, 'lost' | 'lostFrom' | 'lostTo' | 'partitions'>;
  partitionKeys: Cells[];
}

/** By table, in the order of `tables`. */
async function lostOf(audit: CommitLogAudit, tables: ReplicatedTable[]): Promise<LostOfTable[]> {
  const found = tables.map(() => ({ lost: 0, fromMs: Infinity, toMs: -Infinity, keys: new Map<string, Cells>() }));
  for await (const { table, mutations } of audit.lost()) {
    const of = found[table]!;
    for (const { partitionKey, writtenUs } of mutations) {
      const cells = partitionKeyCells(tables[table]!, partitionKey);
      of.keys.set(keyId(cells), cells);
      const writtenMs = Number(writtenUs / 1000n);
      of.lost++;
      of.fromMs = Math.min(of.fromMs, writtenMs);
      of.toMs = Math.max(of.toMs, writtenMs);
    }
  }
  return found.map(({ lost, fromMs, toMs, keys }) => ({
    summary: {
      lost,
      lostFrom: lost === 0 ? null : toldTime(fromMs),
      lostTo: lost === 0 ? null : toldTime(toMs),
      partitions: keys.size,
    },
    partitionKeys: [...keys.values()],
  }));
}

type ReadBackResult = Pick<TableRecovery, 'rows' | 'refused' | 'failed' | 'failure'>;

async function readBack(table: ReplicatedTable, keys: Cells[], options: RecoverOptions): Promise<ReadBackResult> {
  const inexact = inexactPartitionKey(table);
  if (inexact !== undefined && keys.length > 0) {
    const failure = `${inexact.name} cannot be read back by its value, since it is a ${formatCqlType(inexact.column.type)}`;
    return { rows: 0, refused: 0, failed: keys.length, failure };
  }
  const reader = new ReadBack(options, table, 'recover');
  const failures: string[] = [];
  for (let start = 0; start < keys.length; start += partitionsAtOnce) {
    const told = await reader.run(keys.slice(start, start + partitionsAtOnce));
    failures.push(...told.filter((failure) => failure !== undefined));
    const completed = Math.min(start + partitionsAtOnce, keys.length);
    const step = `partitions of ${table.source.name}`;
    options.onProgress({ step, status: 'advanced', completed, total: keys.length });
  }
  return { rows: reader.rows, refused: reader.refused, failed: failures.length, failure: failures[0] ?? null };
}
