import { type Pipeline, type TableSettings } from '../pipeline/pipeline.js';

/** PostgreSQL cuts longer names off without a word, so that two of them may be one. */
export const longestNameBytes = 63;

/** Double-quotes an identifier for PostgreSQL. */
export function quoteSql(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Quotes a string literal for PostgreSQL with standard_conforming_strings. */
export function literalSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name for the pipeline of a keyspace that has none yet. */
export function pipelineName(keyspace: string): string {
  const plain = keyspace.toLowerCase().replace(/_+/g, '-').replace(/^-|-$/g, '');
  return (/^[a-z]/.test(plain) ? plain : `p-${plain}`).slice(0, 41);
}

/** Schema of what people do not see: inlets, rows with their write times, merge functions, dead letters. */
export function bookkeepingSchema(pipeline: { postgresql: { schema: string } }): string {
  return `${pipeline.postgresql.schema}_cdc`;
}

/** How the names of columns with write times of cells begin. */
export const cellTsPrefix = '__ts_';

/** The names of the topics, with `{table}` once. */
export function topicPattern({ source: { mode, topicPrefix }, cassandra, kafka }: Pipeline): string {
  // As Debezium names them: an agent has no transforms that would route its records.
  return mode === 'agent' ? `${topicPrefix}.${cassandra.keyspace}.{table}` : kafka.topics.name;
}

export function topicOf(pipeline: Pipeline, table: TableSettings): string {
  return topicPattern(pipeline).replaceAll('{table}', table.name);
}

export function valueSubjectOf(pipeline: Pipeline, table: TableSettings): string {
  return `${topicOf(pipeline, table)}-value`;
}

export function sourceConnectorName(pipeline: Pipeline, nodeId: string): string {
  return `${pipeline.name}-source-${nodeId}`;
}

export function sinkConnectorName(pipeline: Pipeline, table: TableSettings): string {
  return `${pipeline.name}-sink-${table.name}`;
}

/** The objects of one table in PostgreSQL, unquoted. */
export interface TableObjects {
  /** The view that people query, in the pipeline's schema; all others are in the bookkeeping schema. */
  view: string;
  /** The rows with the write times of their cells. */
  rows: string;
  /** Composite type of what is merged into `rows`: values with their write times. */
  change: string;
  /** Where the sink inserts. */
  inlet: string;
  /** Partition tombstones; only for tables with a clustering key. */
  partitions: string;
  /** Function and aggregate that join changes of one row. */
  join: string;
  /** Function `(change[]) → void` that merges changes into `rows`. */
  merge: string;
  /** Function `(inlet[]) → void` that turns events into changes. */
  apply: string;
}

export function objectsOf(table: Pick<TableSettings, 'target'>): TableObjects {
  const { target } = table;
  return {
    view: target,
    rows: `${target}_rows`,
    change: `${target}_change`,
    inlet: `${target}_inlet`,
    partitions: `${target}_partitions`,
    join: `${target}_join`,
    merge: `${target}_merge`,
    apply: `${target}_apply`,
  };
}
