import { type Client } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingColumns, cellTs, type SqlNames, sqlNames } from '../render/postgresql/sql.js';
import { quoteSql } from '../tables/names.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

export interface PrunedTable {
  table: string;
  /** Dead rows that were kept to block older writes. */
  rows: number;
  /** Tombstones of partitions and ranges. */
  partitions: number;
}

/**
 * Removes tombstones that are older than the table's gc_grace_seconds: Cassandra itself no longer defends against
 * writes that arrive that late. Events that are replayed must not be older either.
 */
export async function pruneTombstones(
  client: Client,
  pipeline: Pipeline,
  tables: ReplicatedTable[],
  now: Date,
): Promise<PrunedTable[]> {
  const pruned: PrunedTable[] = [];
  for (const table of tables) {
    const names = sqlNames(pipeline, table);
    const beforeUs = String((BigInt(now.getTime()) - BigInt(table.source.gcGraceSeconds) * 1000n) * 1000n);
    const rows = await deleteBefore(client, names.rows, deadRow(table), beforeUs);
    const partitions = table.source.clusteringKey.length === 0 ? 0 : await prunePartitions(client, names, beforeUs);
    pruned.push({ table: table.source.name, rows, partitions });
  }
  return pruned;
}

function prunePartitions(client: Client, names: SqlNames, beforeUs: string): Promise<number> {
  return deleteBefore(client, names.partitions, 'greatest(__deleted_ts, __range_ts) < $1', beforeUs);
}

/** Dead since before $1: no marker, no value, and nothing known that is newer. */
function deadRow(table: ReplicatedTable): string {
  const cells = table.cells.map(({ target }) => quoteSql(target));
  const times = [bookkeepingColumns.markerTs, ...table.cells.map(cellTs)].join(', ');
  const isEmpty = cells.length === 0 ? 'true' : `num_nonnulls(${cells.join(', ')}) = 0`;
  return `NOT ${bookkeepingColumns.markerLive} AND ${isEmpty} AND coalesce(greatest(${times}) < $1, true)`;
}

async function deleteBefore(client: Client, relation: string, condition: string, beforeUs: string): Promise<number> {
  const { rowCount } = await client.query(`DELETE FROM ${relation} WHERE ${condition}`, [beforeUs]);
  return rowCount ?? 0;
}
