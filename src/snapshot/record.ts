import { type Client } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingSchema, quoteSql } from '../tables/names.js';

export interface SnapshotRecord {
  rangeCount: number;
  finished: boolean;
  /** Indexes of the token ranges that are merged. */
  doneRanges: Set<number>;
}

/** Where a load stands, in the bookkeeping schema: an interrupted one goes on there. */
export class SnapshotRecords {
  private readonly schema: string;

  constructor(
    private readonly client: Client,
    pipeline: Pipeline,
  ) {
    this.schema = quoteSql(bookkeepingSchema(pipeline));
  }

  async find(table: string): Promise<SnapshotRecord | undefined> {
    const found = await this.client.query<{ range_count: number; finished: boolean; done: number[] }>(
      `SELECT range_count, finished_at IS NOT NULL AS finished,
         array(SELECT range_index FROM ${this.schema}.snapshot_ranges r WHERE r.table_name = s.table_name) AS done
       FROM ${this.schema}.snapshots s WHERE table_name = $1`,
      [table],
    );
    const row = found.rows[0];
    return row && { rangeCount: row.range_count, finished: row.finished, doneRanges: new Set(row.done) };
  }

  async begin(table: string, rangeCount: number): Promise<SnapshotRecord> {
    await this.client.query(`DELETE FROM ${this.schema}.snapshots WHERE table_name = $1`, [table]);
    await this.client.query(`INSERT INTO ${this.schema}.snapshots (table_name, range_count) VALUES ($1, $2)`, [
      table,
      rangeCount,
    ]);
    return { rangeCount, finished: false, doneRanges: new Set() };
  }

  async rangeDone(table: string, rangeIndex: number, rowCount: number): Promise<void> {
    await this.client.query(
      `INSERT INTO ${this.schema}.snapshot_ranges (table_name, range_index, row_count) VALUES ($1, $2, $3)
       ON CONFLICT (table_name, range_index) DO NOTHING`,
      [table, rangeIndex, rowCount],
    );
  }

  async finish(table: string): Promise<void> {
    await this.client.query(`UPDATE ${this.schema}.snapshots SET finished_at = now() WHERE table_name = $1`, [table]);
  }
}
