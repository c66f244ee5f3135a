import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, cellTsPrefix, objectsOf, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';

/** Qualified, quoted names of a table's objects. */
export type SqlNames = Record<
  'view' | 'rows' | 'change' | 'inlet' | 'partitions' | 'join' | 'merge' | 'apply',
  string
> & {
  bookkeeping: string;
  /** Type of an event in its parts, shared by all tables. */
  event: string;
};

export function sqlNames(pipeline: Pipeline, table: ReplicatedTable): SqlNames {
  const objects = objectsOf(table.settings);
  const bookkeeping = quoteSql(bookkeepingSchema(pipeline));
  const inside = (name: string) => `${bookkeeping}.${quoteSql(name)}`;
  return {
    bookkeeping,
    event: `${bookkeeping}.event`,
    view: `${quoteSql(pipeline.postgresql.schema)}.${quoteSql(objects.view)}`,
    rows: inside(objects.rows),
    change: inside(objects.change),
    inlet: inside(objects.inlet),
    partitions: inside(objects.partitions),
    join: inside(objects.join),
    merge: inside(objects.merge),
    apply: inside(objects.apply),
  };
}

/** Columns beside the user's own in the row table and the change type. Times are in microseconds, null for never. */
export const bookkeepingColumns = {
  /** Write time of the row marker or of the row's tombstone. */
  markerTs: '__marker_ts',
  /** True while the row marker lives: INSERT makes one, UPDATE does not. */
  markerLive: '__marker_live',
};

/** The column with the write time of a cell, quoted. */
export function cellTs({ target }: Pick<ReplicatedColumn, 'target'>): string {
  return quoteSql(`${cellTsPrefix}${target}`);
}

/** Every column of the row table, and every field of the change type, in order. */
export function rowColumns({ keys, cells }: ReplicatedTable): string[] {
  return [
    ...[...keys, ...cells].map(({ target }) => quoteSql(target)),
    bookkeepingColumns.markerTs,
    bookkeepingColumns.markerLive,
    ...cells.map(cellTs),
  ];
}

/** Which of the inlet's two partitions takes rows now; the same during a whole transaction. */
export const currentSlotSql = "date_part('minute', now())::integer % 2";

export function commaList(parts: string[], indent = '  '): string {
  return parts.join(`,\n${indent}`);
}
