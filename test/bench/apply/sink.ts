import type pg from 'pg';

/** One way of bringing events into a table. */
export interface Sink {
  /** As it stands in the report. */
  name: string;
  /** The connector's configuration. */
  config: Record<string, string>;
  /** Qualified name of the table that holds the rows, a row for each key. */
  rows: string;
  /** Statements that make its tables, empty. */
  createTables: string[];
  /** Brings the staged events $1 to $2 into the table, in one statement. */
  insert: string;
  /** @throws Error if the rows are not what the events make */
  check: (client: pg.Client) => Promise<void>;
}

export async function createTables(client: pg.Client, sink: Sink): Promise<void> {
  for (const statement of sink.createTables) await client.query(statement);
}
