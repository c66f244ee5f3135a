import { about, type ProgressListener } from '../progress.js';
import { keyId } from '../rows/known-rows.js';
import { ReadBack, type ReadBackOptions } from '../rows/read-back.js';
import { type Cells } from '../tables/canonical/record.js';
import { formatCqlType } from '../tables/cql-type.js';
import { inexactPartitionKey, isExactKey } from '../tables/hazards.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { type QueueEntry, ReconcileQueue } from './queue.js';

export interface ReconcileOptions extends ReadBackOptions {
  tables: ReplicatedTable[];
  onProgress: ProgressListener;
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

class TableReconciler {
  private readonly report: TableReconciliation;
  private readonly queue: ReconcileQueue;
  private readonly rows: ReadBack;
  private readonly inexactKeys: ReplicatedColumn[];

  constructor(
    private readonly options: ReconcileOptions,
    private readonly table: ReplicatedTable,
  ) {
    const { postgres, pipeline } = options;
    this.report = { table: table.source.name, entries: 0, rows: 0, refused: 0, failed: 0 };
    this.queue = new ReconcileQueue(postgres, pipeline, table);
    this.rows = new ReadBack(options, table, 'reconcile');
    this.inexactKeys = table.keys.filter((key) => !isExactKey(key));
  }

  async run(): Promise<TableReconciliation> {
    const { signal } = this.options;
    const { keyspace, name: table } = this.table.source;
    const step = `reconcile ${keyspace}.${table}`;
    const onProgress = about({ table }, this.options.onProgress);
    const failed: QueueEntry[] = [];
    const unreadableKey = inexactPartitionKey(this.table);
    if (unreadableKey !== undefined) return this.unreadable(unreadableKey);
    for (;;) {
      signal?.throwIfAborted();
      const entries = await this.queue.due(entriesAtOnce, failed);
      if (entries.length === 0) break;
      onProgress({ step, status: this.report.entries === 0 ? 'started' : 'advanced', completed: this.report.entries });
      failed.push(...(await this.readBack(entries)));
    }
    Object.assign(this.report, { rows: this.rows.rows, refused: this.rows.refused, failed: failed.length });
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
    const failed = await this.readGroups(
      grouped(
        entries.filter((entry) => !isPartition(entry)),
        ({ keys }) => keys,
      ),
    );
    // One partition after the other: each may be large.
    const { length } = this.table.source.partitionKey;
    for (const partition of grouped(entries.filter(isPartition), ({ keys }) => keys.slice(0, length))) {
      failed.push(...(await this.readGroups([partition])));
    }
    return failed;
  }

  private async readGroups(groups: KeyedEntries[]): Promise<QueueEntry[]> {
    const failures = await this.rows.run(groups.map(({ prefix }) => prefix));
    const entriesOf = (isFailed: boolean) =>
      groups.filter((_, i) => (failures[i] !== undefined) === isFailed).flatMap(({ entries }) => entries);
    const failure = this.report.failure ?? failures.find((one) => one !== undefined);
    if (failure !== undefined) this.report.failure = failure;
    const done = entriesOf(false);
    await this.queue.remove(done);
    this.report.entries += done.length;
    return entriesOf(true);
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
