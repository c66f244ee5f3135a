import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { bookkeepingColumns, cellTs, commaList, currentSlotSql, type SqlNames } from './sql.js';

/** The row table: values and the write time of each, so that merging can tell which is newer. */
export function rowTableSql(names: SqlNames, table: ReplicatedTable): string {
  const columns = [
    ...table.keys.map(({ target, mapping }) => `${quoteSql(target)} ${mapping.postgresql} NOT NULL`),
    ...table.cells.map(({ target, mapping }) => `${quoteSql(target)} ${mapping.postgresql}`),
    `${bookkeepingColumns.markerTs} bigint`,
    `${bookkeepingColumns.markerLive} boolean NOT NULL DEFAULT false`,
    ...table.cells.map((cell) => `${cellTs(cell)} bigint`),
    `PRIMARY KEY (${table.keys.map(({ target }) => quoteSql(target)).join(', ')})`,
  ];
  // Room in each page keeps updates of unindexed columns HOT.
  return `${castChecks(table)}CREATE TABLE IF NOT EXISTS ${names.rows} (\n  ${commaList(columns)}\n) WITH (fillfactor = 80);`;
}

/** Statements that fail where a chosen type has no cast from and to the CQL type's own: functions would fail later. */
function castChecks({ keys, cells }: ReplicatedTable): string {
  return [...keys, ...cells]
    .flatMap(({ mapping: { override } }) => override ?? [])
    .map(({ own, fromOwn, toOwn }) => `SELECT ${toOwn(fromOwn(`NULL::${own}`))};\n`)
    .join('');
}

/** What people query: their columns and nothing else, and only the rows that exist in Cassandra. */
export function viewSql(names: SqlNames, table: ReplicatedTable): string {
  const columns = [...table.keys, ...table.cells].map(({ target }) => target);
  // A static column is the partition's: it makes no row.
  const cells = table.cells
    .filter(({ column }) => column.kind !== 'static')
    .map(({ target }) => quoteSql(target))
    .join(', ');
  const exists = cells === '' ? '' : ` OR num_nonnulls(${cells}) > 0`;
  const source = `FROM ${names.rows} WHERE ${bookkeepingColumns.markerLive}${exists}`;
  const array = `ARRAY[${columns.map(literalSql).join(', ')}]`;
  return `SELECT ${names.bookkeeping}.make_view(${literalSql(names.view)}, ${array}, ${literalSql(source)});`;
}

export function changeTypeSql(names: SqlNames, table: ReplicatedTable): string {
  const fields = [
    ...[...table.keys, ...table.cells].map(({ target, mapping }) => `${quoteSql(target)} ${mapping.postgresql}`),
    `${bookkeepingColumns.markerTs} bigint`,
    `${bookkeepingColumns.markerLive} boolean`,
    ...table.cells.map((cell) => `${cellTs(cell)} bigint`),
  ];
  return [
    `DROP TYPE IF EXISTS ${names.change} CASCADE;`,
    `CREATE TYPE ${names.change} AS (\n  ${commaList(fields)}\n);`,
  ].join('\n');
}

/**
 * What was deleted of whole partitions. `__deleted_ts`: tombstone of the partition, which also kills older writes that
 * arrive later. `__range_ts`: newest delete of a range of its rows; an older write that arrives later may be dead.
 */
export function partitionTableSql(names: SqlNames, table: ReplicatedTable): string {
  const keys = partitionKeys(table);
  const columns = [
    ...keys.map(({ target, mapping }) => `${quoteSql(target)} ${mapping.postgresql} NOT NULL`),
    '__deleted_ts bigint',
    '__range_ts bigint',
    `PRIMARY KEY (${keys.map(({ target }) => quoteSql(target)).join(', ')})`,
  ];
  return `CREATE TABLE IF NOT EXISTS ${names.partitions} (\n  ${commaList(columns)}\n);`;
}

export function partitionKeys(table: ReplicatedTable): ReplicatedTable['keys'] {
  return table.keys.filter(({ column }) => column.kind === 'partition_key');
}

/**
 * Where the sink inserts. Its rows are merged by a trigger and of no use afterwards: they lie in two unlogged
 * partitions that take turns by the minute, and the one that rests is truncated.
 */
export function inletSql(names: SqlNames): string {
  const columns = [
    // As text: what is no JSON must reach the trigger, which diverts it.
    'event text',
    '__partition integer',
    '__offset bigint',
    `__slot integer NOT NULL DEFAULT (${currentSlotSql})`,
  ];
  const slot = (n: number) =>
    `CREATE UNLOGGED TABLE IF NOT EXISTS ${slotName(names, n)} PARTITION OF ${names.inlet} FOR VALUES IN (${n}) WITH (autovacuum_enabled = false);`;
  return [
    `CREATE TABLE IF NOT EXISTS ${names.inlet} (\n  ${commaList(columns)}\n) PARTITION BY LIST (__slot);`,
    slot(0),
    slot(1),
  ].join('\n');
}

export function slotName(names: SqlNames, slot: number): string {
  return names.inlet.replace(/"$/, `_${slot}"`);
}
