import { type Client } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { sqlNames } from '../render/postgresql/sql.js';
import { inYieldingTransaction } from '../rows/yielding-transaction.js';
import { type Cells, parseRecord } from '../tables/canonical/record.js';
import { literalSql } from '../tables/names.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

/** A row or partition that has to be read back. */
export interface QueueEntry {
  digest: string;
  reason: string;
  /** Grows with each event that queues the key again. */
  version: string;
  /** Canonical values of the primary key; those of the clustering key are null where it is about a partition. */
  keys: Cells;
}

/** The part of the reconcile queue that is about one table. */
export class ReconcileQueue {
  private readonly relation: string;

  constructor(
    private readonly client: Client,
    pipeline: Pipeline,
    private readonly table: ReplicatedTable,
  ) {
    this.relation = `${sqlNames(pipeline, table).bookkeeping}.reconcile_queue`;
  }

  /** The entries that are due, the oldest first; without `skipped`. */
  async due(limit: number, skipped: QueueEntry[]): Promise<QueueEntry[]> {
    const keys = this.table.keys.map(({ name, mapping, codec }) =>
      codec.sql(`(key ->> ${literalSql(name)})::${mapping.postgresql}`),
    );
    const { rows } = await this.client.query<Omit<QueueEntry, 'keys'> & { keys: Buffer }>(
      `SELECT key_digest AS digest, reason, version, record_send(ROW(${keys.join(', ')})) AS keys FROM ${this.relation}
       WHERE table_name = $1 AND due_at <= now() AND key_digest <> ALL ($3::uuid[])
       ORDER BY due_at LIMIT $2`,
      [this.table.source.name, limit, skipped.map(({ digest }) => digest)],
    );
    return rows.map((row) => ({ ...row, keys: parseRecord(row.keys) }));
  }

  /** Removes entries, but for those that an event has queued again meanwhile. */
  async remove(entries: QueueEntry[]): Promise<void> {
    await inYieldingTransaction(this.client, () =>
      this.client.query(
        `DELETE FROM ${this.relation} AS q USING unnest($2::uuid[], $3::text[], $4::bigint[]) AS done(digest, reason, version)
       WHERE q.table_name = $1 AND q.key_digest = done.digest AND q.reason = done.reason AND q.version = done.version`,
        [
          this.table.source.name,
          entries.map(({ digest }) => digest),
          entries.map(({ reason }) => reason),
          entries.map(({ version }) => version),
        ],
      ),
    );
  }

  /** How many entries there are by reason; those that are not due yet apart. */
  async count(): Promise<QueueCount[]> {
    const { rows } = await this.client.query<{ reason: string; due: number; later: number }>(
      `SELECT reason, (count(*) FILTER (WHERE due_at <= now()))::integer AS due,
         (count(*) FILTER (WHERE due_at > now()))::integer AS later
       FROM ${this.relation} WHERE table_name = $1 GROUP BY reason ORDER BY reason`,
      [this.table.source.name],
    );
    return rows;
  }
}

export interface QueueCount {
  reason: string;
  due: number;
  later: number;
}
