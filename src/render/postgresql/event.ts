import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { allColumns } from '../../tables/table.js';

/**
 * SQL about an event `e` in its parts: op, ts, row, raw and expiry. The row has a field for each column: null where the
 * statement did not touch it, else `{value, deletion_ts, set}`.
 */

/** What the source's transforms add to the columns. */
export const metadataFields = ['op', 'source_ts_us', 'source_file', 'source_pos', 'source_snapshot'].map(
  (name) => `__${name}`,
);

/** What it leaves out, and an agent's events have: the bounds of a range delete. */
const rangeFields = ['_range_start', '_range_end'];

/** SQL: a column's field, out of the row or out of the record `c` that `withFields` makes of it. */
type FieldAccess = (name: string) => string;

const inRow: FieldAccess = (name) => `(e.row -> ${literalSql(name)})`;
export const inRecord: FieldAccess = (name) => `c.${quoteSql(name)}`;

/** SQL of a FROM item: taking a row apart once is faster than looking for each of its fields. */
export function withFields({ keys, cells }: ReplicatedTable): string {
  const fields = [...keys, ...cells].map(({ name }) => `${quoteSql(name)} jsonb`);
  return `jsonb_to_record(e.row) AS c(${fields.join(', ')})`;
}

/** SQL: the text of a column's value. */
function eventText({ name }: { name: string }, field = inRow): string {
  return `(${field(name)} ->> 'value')`;
}

/**
 * SQL: a column's value as PostgreSQL's tables hold it.
 * @throws Error for a column that is read back
 */
export function eventValue({ name, mapping }: ReplicatedColumn, field = inRow): string {
  if (mapping.fromEvent === undefined) throw new Error(`the value of ${name} is not in the events`);
  return mapping.fromEvent({
    json: `(${field(name)} -> 'value')`,
    text: eventText({ name }, field),
    raw: `(e.raw::json -> ${literalSql(name)} -> 'value')`,
  });
}

/** SQL: the texts of the clustering key, which are null in events that are not about one row. */
export function clusteringTexts(table: ReplicatedTable): string[] {
  return table.source.clusteringKey.map((column) => eventText(column));
}

/** SQL: whether the event is about one row. */
export function isOfRow(table: ReplicatedTable): string {
  const clustering = clusteringTexts(table);
  return clustering.length === 0 ? "e.op <> 'r'" : `e.op <> 'r' AND num_nulls(${clustering.join(', ')}) = 0`;
}

/** SQL: true or null for what is no event of this table; its columns may have been renamed. */
export function isMalformed(table: ReplicatedTable): string {
  const partition = table.source.partitionKey.map((column) => eventText(column));
  const clustering = clusteringTexts(table);
  return [
    "e.op NOT IN ('i', 'u', 'd', 'r')",
    'e.ts IS NULL',
    `num_nulls(${partition.join(', ')}) > 0`,
    ...(clustering.length === 0 ? [] : [`(e.op IN ('i', 'u') AND num_nulls(${clustering.join(', ')}) > 0)`]),
  ].join(' OR ');
}

/** SQL: whether a value may expire. Times in microseconds that begin with 1 to 4 reach from 2001 to 2128. */
const mayExpire = [1, 2, 3, 4].map((digit) => `strpos(e.raw, '"deletion_ts":${digit}') > 0`).join(' OR ');

/**
 * SQL: the write time, in microseconds. The connector gives the newest time of a whole batch; a delete has its own in the
 * columns that it kills.
 */
export function eventTs({ cells, source }: ReplicatedTable): string {
  const killed = [
    ...cells.filter(({ column }) => column.kind === 'regular').slice(0, 1),
    ...source.clusteringKey.slice(0, 1),
  ];
  const times = killed.map(({ name }) => `(${inRow(name)} ->> 'deletion_ts')::bigint`);
  const sourceTs = `(e.row ->> '__source_ts_us')::bigint`;
  if (times.length === 0) return sourceTs;
  return `CASE WHEN e.row ->> '__op' = 'd' THEN coalesce(${[...times, sourceTs].join(', ')}) ELSE ${sourceTs} END`;
}

/** SQL: when the first value that the event sets expires, in microseconds since 1970; null if none does. */
export function expiry(table: ReplicatedTable): string {
  const times = table.cells
    .filter(({ column }) => column.kind !== 'static')
    .map(({ name }) => `(e.row -> ${literalSql(name)} ->> 'deletion_ts')::bigint`);
  if (times.length === 0) return 'NULL::bigint';
  // Looking at every cell is slow, and few values ever expire.
  return `CASE WHEN e.row ->> '__op' IN ('i', 'u') AND (${mayExpire}) THEN least(${times.join(', ')}) END`;
}

/** SQL: whether the event has columns that were not there when the table was deployed. */
export function holdsUnknown(table: ReplicatedTable): string {
  return `(e.row - ${knownFields(table)}) <> '{}'`;
}

/** SQL: the names of all fields that an event of this table has, as an array. */
export function knownFields(table: ReplicatedTable): string {
  const names = [...allColumns(table.source).map(({ name }) => name), ...metadataFields, ...rangeFields];
  return `'{${names.map((name) => `"${name}"`).join(',')}}'::text[]`;
}
