import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { about, type ProgressListener } from '../progress.js';
import { changeMerger } from '../rows/merge-changes.js';
import { readRange } from '../rows/read-range.js';
import { changeOfRow } from '../rows/row-change.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { planTokenRanges, splitRing, type TokenRange } from '../tables/token-ranges.js';
import { traced } from '../traced.js';
import { type SnapshotRecord, SnapshotRecords } from './record.js';

const pageSize = 1000;

export interface SnapshotOptions {
  cassandra: CassandraClient;
  postgres: PostgresClient;
  pipeline: Pipeline;
  tables: ReplicatedTable[];
  /** `missing` loads what was never loaded to the end; `all` starts again, but for what was interrupted. */
  which: 'missing' | 'all';
  /** Load the rows of this token range alone; that is no load of the table and is not remembered. */
  range?: TokenRange;
  consistency: types.consistencies;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

export interface TableSnapshot {
  table: string;
  rows: number;
  /** Rows that PostgreSQL refused; they are in the dead letters. */
  refused: number;
  /** True where a load that was interrupted went on. */
  resumed: boolean;
}

/**
 * Reads tables by token ranges with the write time of each cell and merges them by the rules of events. It can run at
 * any time, beside the stream: it never beats a newer write and never brings a deleted row back.
 */
export async function snapshotTables(options: SnapshotOptions): Promise<TableSnapshot[]> {
  const records = new SnapshotRecords(options.postgres, options.pipeline);
  const reports: TableSnapshot[] = [];
  for (const table of options.tables) {
    if (options.range !== undefined) {
      reports.push({ ...(await loadRanges(options, table, [options.range])), resumed: false });
      continue;
    }
    const before = await records.find(table.source.name);
    if (before?.finished === true && options.which === 'missing') continue;
    const resumed = before?.finished === false;
    const record = resumed ? before : await records.begin(table.source.name, await rangeCount(options, table));
    reports.push({ ...(await snapshotTable(options, { table, records, record })), resumed });
  }
  return reports;
}

/** As many ranges as the size of the table wants; evenly cut, so that a load that goes on finds the same ones. */
async function rangeCount({ cassandra }: SnapshotOptions, { source }: ReplicatedTable): Promise<number> {
  return (await planTokenRanges(cassandra, source)).length;
}

async function snapshotTable(
  options: SnapshotOptions,
  { table, records, record }: { table: ReplicatedTable; records: SnapshotRecords; record: SnapshotRecord },
): Promise<Omit<TableSnapshot, 'resumed'>> {
  const { name } = table.source;
  const ranges = splitRing([], record.rangeCount);
  const open = [...ranges.keys()].filter((index) => !record.doneRanges.has(index));
  const report = await loadRanges(
    options,
    table,
    open.map((index) => ranges[index]!),
    (position, rows) => records.rangeDone(name, open[position]!, rows),
  );
  await records.finish(name);
  return report;
}

type OnRange = (position: number, rows: number) => Promise<void>;

/** `onRange` is told the position of each range that is merged, and how many rows it had. */
function loadRanges(
  options: SnapshotOptions,
  table: ReplicatedTable,
  ranges: TokenRange[],
  onRange: OnRange = () => Promise.resolve(),
): Promise<Omit<TableSnapshot, 'resumed'>> {
  const { keyspace, name } = table.source;
  const attributes = { 'cdcctl.pipeline': options.pipeline.name, 'cdcctl.table': `${keyspace}.${name}` };
  return traced({ name: 'load table', attributes }, async (note) => {
    const report = await mergeRanges(options, { table, ranges, onRange });
    note({ 'cdcctl.rows': report.rows, 'cdcctl.refused': report.refused });
    return report;
  });
}

async function mergeRanges(
  options: SnapshotOptions,
  { table, ranges, onRange }: { table: ReplicatedTable; ranges: TokenRange[]; onRange: OnRange },
): Promise<Omit<TableSnapshot, 'resumed'>> {
  const { cassandra, postgres, pipeline, consistency, signal } = options;
  const { keyspace, name } = table.source;
  const onProgress = about({ pipeline: pipeline.name, table: name }, options.onProgress);
  const step = `load ${keyspace}.${name}`;
  const merger = changeMerger(postgres, { pipeline, table, origin: 'snapshot' });
  const total = { rows: 0, refused: 0 };
  onProgress({ step, status: 'started' });
  for (const [position, range] of ranges.entries()) {
    let rowsInRange = 0;
    for await (const { rows, readAtUs } of readRange(cassandra, { table, range, pageSize, consistency })) {
      signal?.throwIfAborted();
      total.refused += await merger.merge(rows.map((row) => changeOfRow(table, row, readAtUs)));
      rowsInRange += rows.length;
      onProgress({ step, status: 'advanced', completed: total.rows + rowsInRange, detail: 'rows' });
    }
    total.rows += rowsInRange;
    await onRange(position, rowsInRange);
  }
  onProgress({ step, status: 'done', completed: total.rows, detail: 'rows' });
  return { table: name, ...total };
}
