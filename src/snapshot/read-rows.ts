import { type Client, types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { inletText } from './inlet-value.js';

/** A row of Cassandra: inlet texts of keys and cells, and the write time of each cell in microseconds. */
export interface SnapshotRow {
  keys: (string | null)[];
  cells: (string | null)[];
  writeTimes: (string | null)[];
}

export interface ReadRowsOptions {
  table: ReplicatedTable;
  range: TokenRange;
  pageSize: number;
  consistency: types.consistencies;
}

/** Reads the rows of a token range page by page. */
export async function* readRows(client: Client, options: ReadRowsOptions): AsyncGenerator<SnapshotRow[]> {
  const { table, range, pageSize, consistency } = options;
  const query = selectCql(table);
  const parameters = [types.Long.fromString(range.start.toString()), types.Long.fromString(range.end.toString())];
  let pageState: string | undefined;
  do {
    const page = await client.execute(query, parameters, {
      prepare: true,
      fetchSize: pageSize,
      consistency,
      ...(pageState === undefined ? {} : { pageState }),
    });
    if (page.rows.length > 0) yield page.rows.map((row) => toSnapshotRow(table, row));
    pageState = page.pageState ?? undefined;
  } while (pageState !== undefined);
}

function selectCql(table: ReplicatedTable): string {
  const { source, keys, cells } = table;
  const columns = [
    ...keys.map(({ name }) => quoteCql(name)),
    ...cells.map(({ name }) => quoteCql(name)),
    ...cells.map(({ name }) => `WRITETIME(${quoteCql(name)})`),
  ];
  const token = `token(${source.partitionKey.map(({ name }) => quoteCql(name)).join(', ')})`;
  return `SELECT ${columns.join(', ')} FROM ${quoteCql(source.keyspace)}.${quoteCql(source.name)} WHERE ${token} > ? AND ${token} <= ?`;
}

function toSnapshotRow({ keys, cells }: ReplicatedTable, row: types.Row): SnapshotRow {
  const values: unknown[] = row.values();
  const writeTime = (value: unknown) =>
    value === null || value === undefined ? null : (value as types.Long).toString();
  return {
    keys: keys.map(({ column }, i) => inletText(column.type, values[i])),
    cells: cells.map(({ column }, i) => inletText(column.type, values[keys.length + i])),
    writeTimes: cells.map((_, i) => writeTime(values[keys.length + cells.length + i])),
  };
}
