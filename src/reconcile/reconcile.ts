import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { messageOf } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { about, type ProgressListener } from '../progress.js';
import { changeMerger, type ChangeMerger } from '../rows/merge-changes.js';
import { classifyReadFailure, refusedRead } from '../rows/read-failure.js';
import { type RowChange } from '../rows/row-change.js';
import { type TimedRow } from '../rows/timed-rows.js';
import { type Cells } from '../tables/canonical/record.js';
import { formatCqlType } from '../tables/cql-type.js';
import { isExactKey } from '../tables/hazards.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { changeToward } from '../rows/change-toward.js';
import { keyId, type KnownRow, knownRows } from '../rows/known-rows.js';
import { type QueueEntry, ReconcileQueue } from './queue.js';
import { keyReader, type KeyReader } from '../rows/read-key.js';

export interface ReconcileOptions {
  cassandra: CassandraClient;
  postgres: PostgresClient;
  pipeline: Pipeline;
  tables: ReplicatedTable[];
  consistency: types.consistencies;
  /** Waits until another read from Cassandra is allowed. */
  pace: () => Promise<void>;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

export interface TableReconciliation {
  table: string;
  /** Entries of the queue that are done. */
  entries: number;
  /** Rows that were read in Cassandra or were gone from it. */
  rows: number;
  /** Rows that PostgreSQL refused; they are in the dead letters. */
  refused: number;
  /** Entries that stay in the queue because Cassandra could not be read, and why. */
  failed: number;
  failure?: string;
}

const entriesAtOnce = 500;
const readsInFlight = 32;
const rowsPerMerge = 1000;

/**
 * Reads back what the change log does not tell: rows and partitions that are queued and due. An entry leaves the queue
 * only after its row is merged, so that an interrupted run goes on where it was.
 */
export async function reconcileTables(options: ReconcileOptions): Promise<TableReconciliation[]> {
  const reports: TableReconciliation[] = [];
  for (const table of options.tables) reports.push(await new TableReconciler(options, table).run());
  return reports;
}

/** Entries of the queue that are answered by one read. */
interface KeyedEntries {
  /** A whole primary key or a partition key. */
  prefix: Cells;
  entries: QueueEntry[];
}

/** What one read gave, or why it failed. */
type ReadBack = { rows: TimedRow[]; readAtUs: bigint } | { failure: string };

class TableReconciler {
  private readonly report: TableReconciliation;
  private readonly queue: ReconcileQueue;
  private readonly merger: ChangeMerger;
  private readonly readKey: KeyReader;
  private readonly inexactKeys: ReplicatedColumn[];

  constructor(
    private readonly options: ReconcileOptions,
    private readonly table: ReplicatedTable,
  ) {
    const { cassandra, postgres, pipeline, consistency } = options;
    this.report = { table: table.source.name, entries: 0, rows: 0, refused: 0, failed: 0 };
    this.queue = new ReconcileQueue(postgres, pipeline, table);
    this.merger = changeMerger(postgres, { pipeline, table, origin: 'reconcile' });
    this.readKey = keyReader(cassandra, table, consistency);
    this.inexactKeys = table.keys.filter((key) => !isExactKey(key));
  }

  async run(): Promise<TableReconciliation> {
    const { signal } = this.options;
    const { keyspace, name: table } = this.table.source;
    const step = `reconcile ${keyspace}.${table}`;
    const onProgress = about({ table }, this.options.onProgress);
    const failed: QueueEntry[] = [];
    const unreadableKey = this.inexactKeys.find(({ column }) => column.kind === 'partition_key');
    if (unreadableKey !== undefined) return this.unreadable(unreadableKey);
    for (;;) {
      signal?.throwIfAborted();
      const entries = await this.queue.due(entriesAtOnce, failed);
      if (entries.length === 0) break;
      onProgress({ step, status: this.report.entries === 0 ? 'started' : 'advanced', completed: this.report.entries });
      failed.push(...(await this.readBack(entries)));
    }
    this.report.failed = failed.length;
    if (this.report.entries > 0) {
      onProgress({ step, status: 'done', completed: this.report.entries, detail: 'keys read back' });
    }
    return this.report;
  }

  /** What is due stays queued. */
  private async unreadable({ name, column }: ReplicatedColumn): Promise<TableReconciliation> {
    const counts = await this.queue.count();
    const failed = counts.reduce((sum, { due }) => sum + due, 0);
    const failure = `${name} cannot be read back by its value: PostgreSQL does not keep every bit of a ${formatCqlType(column.type)}`;
    return { ...this.report, failed, ...(failed === 0 ? {} : { failure }) };
  }

  /** @returns the entries that could not be read back; the others have left the queue */
  private async readBack(entries: QueueEntry[]): Promise<QueueEntry[]> {
    const isPartition = ({ keys }: QueueEntry) => keys.includes(null) || this.inexactKeys.length > 0;
    const failed = await this.mergeReadings(
      grouped(
        entries.filter((entry) => !isPartition(entry)),
        ({ keys }) => keys,
      ),
    );
    // One partition after the other: each may be large.
    const { length } = this.table.source.partitionKey;
    for (const partition of grouped(entries.filter(isPartition), ({ keys }) => keys.slice(0, length))) {
      failed.push(...(await this.mergeReadings([partition])));
    }
    return failed;
  }

  private async mergeReadings(groups: KeyedEntries[]): Promise<QueueEntry[]> {
    if (groups.length === 0) return [];
    const { postgres, pipeline } = this.options;
    const { table } = this;
    // Before Cassandra is read: what comes to PostgreSQL later is newer than the reading.
    const known = await knownRows(
      postgres,
      { pipeline, table },
      groups.map(({ prefix }) => prefix),
    );
    const failed: QueueEntry[] = [];
    const done: QueueEntry[] = [];
    const changes: (RowChange | undefined)[] = [];
    const knownByPrefix = new Map(groups.map(({ prefix }) => [keyId(prefix), new Map<string, KnownRow>()]));
    const { length } = groups[0]!.prefix;
    for (const [id, row] of known) knownByPrefix.get(keyId(row.keys.slice(0, length)))?.set(id, row);
    const readings = await this.readAll(groups);
    for (const [index, { prefix, entries }] of groups.entries()) {
      const reading = readings[index]!;
      if ('failure' in reading) {
        this.report.failure ??= reading.failure;
        failed.push(...entries);
        continue;
      }
      const { readAtUs } = reading;
      const ofGroup = knownByPrefix.get(keyId(prefix)) ?? new Map<string, KnownRow>();
      for (const row of reading.rows) {
        const id = keyId(row.keys);
        changes.push(changeToward(table, { known: ofGroup.get(id), row, readAtUs }));
        ofGroup.delete(id);
      }
      for (const row of ofGroup.values()) changes.push(changeToward(table, { known: row, row: undefined, readAtUs }));
      done.push(...entries);
    }
    await this.merge(changes.filter((change) => change !== undefined));
    await this.queue.remove(done);
    this.report.entries += done.length;
    return failed;
  }

  private async merge(changes: RowChange[]): Promise<void> {
    for (let start = 0; start < changes.length; start += rowsPerMerge) {
      this.report.refused += await this.merger.merge(changes.slice(start, start + rowsPerMerge));
    }
    this.report.rows += changes.length;
  }

  private async readAll(groups: KeyedEntries[]): Promise<ReadBack[]> {
    const readings = new Array<ReadBack>(groups.length);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < groups.length) {
        const index = next++;
        readings[index] = await this.read(groups[index]!.prefix);
      }
    };
    await Promise.all(Array.from({ length: readsInFlight }, work));
    return readings;
  }

  private async read(prefix: Cells): Promise<ReadBack> {
    const { pace, signal } = this.options;
    await pace();
    signal?.throwIfAborted();
    const readAtUs = BigInt(Date.now()) * 1000n;
    try {
      const rows: TimedRow[] = [];
      for await (const page of this.readKey(prefix)) rows.push(...page.rows);
      return { rows, readAtUs };
    } catch (error) {
      if (classifyReadFailure(error) === 'fatal') throw refusedRead(error, { ...this.table.source });
      return { failure: messageOf(error) };
    }
  }
}

function grouped(entries: QueueEntry[], prefixOf: (entry: QueueEntry) => Cells): KeyedEntries[] {
  const groups = new Map<string, KeyedEntries>();
  for (const entry of entries) {
    const prefix = prefixOf(entry);
    const group = groups.get(keyId(prefix)) ?? { prefix, entries: [] };
    group.entries.push(entry);
    groups.set(keyId(prefix), group);
  }
  return [...groups.values()];
}
