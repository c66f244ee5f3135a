import type pg from 'pg';
import { inTransaction } from '../../../src/clients/postgres.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { bookkeepingSql, tableSql } from '../../../src/render/postgresql/postgresql.js';
import { rowColumns, sqlNames } from '../../../src/render/postgresql/sql.js';
import { benchTable, writtenAtUs } from './bench-table.js';
import { benchColumns, keyName } from './columns.js';

/** The row table that `deploy` makes, filled without any events. */
export class PostgresqlRows {
  private readonly rows: string;
  private readonly insert: string;

  constructor(
    private readonly client: pg.Client,
    private readonly pipeline: Pipeline,
  ) {
    const table = benchTable(pipeline);
    this.rows = sqlNames(pipeline, table).rows;
    const cells = table.cells.map(() => writtenAtUs);
    const values = [...benchColumns.map(({ sql }) => sql), writtenAtUs, true, ...cells];
    this.insert = `INSERT INTO ${this.rows} (${rowColumns(table).join(', ')}) SELECT ${values.join(', ')}`;
  }

  async createTable(): Promise<void> {
    const objects = [bookkeepingSql(this.pipeline), ...tableSql(this.pipeline, benchTable(this.pipeline))];
    for (const { sql } of objects) await this.client.query(sql);
  }

  /** Writes the rows `first` to `last`. */
  async fill(first: number, last: number): Promise<void> {
    await this.client.query(`${this.insert} FROM generate_series($1::bigint, $2) AS n`, [first, last]);
    await this.client.query(`VACUUM (ANALYZE) ${this.rows}`);
  }

  /** Makes so many rows differ: a third each is changed, missing or too many. Returns what undoes it. */
  async plant(differences: number, rows: number): Promise<() => Promise<void>> {
    if (differences === 0) return () => Promise.resolve();
    const third = Math.floor(differences / 3);
    const touched = Array.from({ length: differences - third }, (_, i) => 1 + Math.floor((i * rows) / differences));
    const [missing, changed] = [touched.slice(0, third), touched.slice(third)];
    const extra = Array.from({ length: third }, (_, i) => firstExtra + i);
    await inTransaction(this.client, async () => {
      await this.client.query(`UPDATE ${this.rows} SET visits = visits + 1 ${withKeys}`, [changed]);
      await this.client.query(`DELETE FROM ${this.rows} ${withKeys}`, [missing]);
      await this.client.query(`${this.insert} ${withNumbers}`, [extra]);
    });
    return () =>
      inTransaction(this.client, async () => {
        await this.client.query(`DELETE FROM ${this.rows} ${withKeys}`, [[...changed, ...extra]]);
        await this.client.query(`${this.insert} ${withNumbers}`, [touched]);
      });
  }
}

/** Number of the first row that Cassandra does not have. */
const firstExtra = 1_000_000_000;

const withNumbers = 'FROM unnest($1::bigint[]) AS n';
const withKeys = `WHERE ${keyName} IN (SELECT md5(n::text)::uuid ${withNumbers})`;
