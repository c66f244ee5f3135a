import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';

/** Cassandra's own mark for "never written" (org.apache.cassandra.db.LivenessInfo#NO_TIMESTAMP). */
export const neverSql = "'-9223372036854775808'::bigint";

/** Qualified, quoted names of a table's objects. */
export type SqlNames = Record<'view' | 'rows' | 'change' | 'inlet' | 'partitions' | 'merge' | 'apply', string> & {
  bookkeeping: string;
};

export function sqlNames(pipeline: Pipeline, table: ReplicatedTable): SqlNames {
  const objects = objectsOf(table.settings);
  const bookkeeping = quoteSql(bookkeepingSchema(pipeline));
  const inside = (name: string) => `${bookkeeping}.${quoteSql(name)}`;
  return {
    bookkeeping,
    view: `${quoteSql(pipeline.postgresql.schema)}.${quoteSql(objects.view)}`,
    rows: inside(objects.rows),
    change: inside(objects.change),
    inlet: inside(objects.inlet),
    partitions: inside(objects.partitions),
    merge: inside(objects.merge),
    apply: inside(objects.apply),
  };
}

/** The columns behind the user's own in the row table and the change type, in this order. */
export const bookkeepingColumns = {
  /** Write time of the row marker or of the row's tombstone, in microseconds. */
  markerTs: '__marker_ts',
  /** True while the row marker lives: INSERT makes one, UPDATE does not. */
  markerLive: '__marker_live',
  /** Write time of each cell in microseconds, in the order of the cells. */
  cellTs: '__cell_ts',
};

/** The fields that the sink adds or keeps besides those of the columns. */
export const inletMetadata = [
  { name: '__op', type: 'text' },
  { name: '__source_ts_us', type: 'bigint' },
  { name: '__partition', type: 'integer' },
  { name: '__offset', type: 'bigint' },
];

/** Which of the inlet's two partitions takes rows now; the same during a whole transaction. */
export const currentSlotSql = "date_part('minute', now())::integer % 2";

/** The inlet's field for a column's value; Flatten has made it of the connector's cell struct. */
export const valueField = (column: string) => `${column}_value`;
/** The inlet's field that says whether the statement touched the cell: true, or else false or null. */
export const setField = (column: string) => `${column}_set`;

export function commaList(parts: string[], indent = '  '): string {
  return parts.join(`,\n${indent}`);
}
