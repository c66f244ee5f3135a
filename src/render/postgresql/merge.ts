import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { partitionKeys } from './objects.js';
import { bookkeepingColumns, cellTs, commaList, rowColumns, type SqlNames } from './sql.js';

const { markerTs, markerLive } = bookkeepingColumns;

/**
 * The join of two changes of one row: each cell and the row marker by last write wins. It is commutative, associative
 * and idempotent, so duplicates, disorder and replays all end in the same rows. As an aggregate it makes one change of
 * all that a batch has for a row.
 */
export function joinFunctionSql(names: SqlNames, table: ReplicatedTable): string {
  const fields = [
    ...table.keys.map(({ target }) => `mine.${quoteSql(target)}`),
    ...table.cells.map((cell) => joinedCell(cell, sides)),
    joinedMarkerTs(sides),
    joinedMarkerLive(sides),
    ...table.cells.map((cell) => joinedCellTs(cell, sides)),
  ];
  return `CREATE FUNCTION ${names.join}(mine ${names.change}, theirs ${names.change}) RETURNS ${names.change}
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $join$
BEGIN
  RETURN ROW(
    ${commaList(fields, '    ')}
  );
END $join$;
CREATE AGGREGATE ${names.join}(${names.change}) (SFUNC = ${names.join}, STYPE = ${names.change});`;
}

/** The merge function: joins changes into the row table. A key must stand only once in `changes`. */
export function mergeFunctionSql(names: SqlNames, table: ReplicatedTable): string {
  const columns = rowColumns(table);
  const into = { mine: 't', theirs: 'excluded' };
  const assignments = [
    ...table.cells.map((cell) => `${quoteSql(cell.target)} = ${joinedCell(cell, into)}`),
    `${markerTs} = ${joinedMarkerTs(into)}`,
    `${markerLive} = ${joinedMarkerLive(into)}`,
    ...table.cells.map((cell) => `${cellTs(cell)} = ${joinedCellTs(cell, into)}`),
  ];
  const clustered = table.source.clusteringKey.length > 0;
  return `CREATE FUNCTION ${names.merge}(changes ${names.change}[]) RETURNS void
LANGUAGE plpgsql AS $merge$
${clustered ? `DECLARE\n  tombstones ${names.change}[];\n` : ''}BEGIN
${clustered ? `  PERFORM pg_advisory_xact_lock_shared(${partitionLockSql(names)});\n` : ''}  INSERT INTO ${names.rows} AS t (${columns.join(', ')})
  SELECT ${columns.map((column) => `c.${column}`).join(', ')}
  FROM unnest(changes) AS c
  ON CONFLICT (${table.keys.map(({ target }) => quoteSql(target)).join(', ')}) DO UPDATE SET
    ${commaList(assignments, '    ')}
  WHERE ${changesAnything(table, into)};
${clustered ? partitionTombstones(names, table) : ''}END $merge$;`;
}

/** SQL names of the two rows or changes that are joined. */
interface Sides {
  mine: string;
  theirs: string;
}

const sides: Sides = { mine: 'mine', theirs: 'theirs' };

function joinedCell(cell: ReplicatedColumn, { mine, theirs }: Sides): string {
  const column = quoteSql(cell.target);
  const [myTs, theirTs] = [`${mine}.${cellTs(cell)}`, `${theirs}.${cellTs(cell)}`];
  return `CASE
      WHEN ${theirTs} IS NULL OR ${theirTs} < ${myTs} THEN ${mine}.${column}
      WHEN ${theirTs} = ${myTs} AND (${winsTie(cell, { mine, theirs })}) IS NOT TRUE THEN ${mine}.${column}
      ELSE ${theirs}.${column} END`;
}

/**
 * SQL: whether their value replaces mine of the same time. A tie is decided as in
 * org.apache.cassandra.db.rows.Cells#resolveRegular: a tombstone, else the greater bytes.
 */
function winsTie({ target, mapping }: ReplicatedColumn, { mine, theirs }: Sides): string {
  const [myValue, theirValue] = [`${mine}.${quoteSql(target)}`, `${theirs}.${quoteSql(target)}`];
  const differ = mapping.costly ? `${theirValue} <> ${myValue} AND ` : '';
  const greater = `${differ}${mapping.serialised(theirValue)} > ${mapping.serialised(myValue)}`;
  return `${theirValue} IS NULL AND ${myValue} IS NOT NULL OR ${greater}`;
}

/** SQL: whether joining changes anything. Several replicas send each write: most of what they send changes nothing. */
function changesAnything({ cells }: ReplicatedTable, into: Sides): string {
  const { mine, theirs } = into;
  const isNewer = (ts: string, wins: string) =>
    `(${theirs}.${ts} IS NOT NULL AND ${mine}.${ts} IS NULL) OR ${theirs}.${ts} > ${mine}.${ts}
      OR (${theirs}.${ts} = ${mine}.${ts} AND (${wins}))`;
  return [
    isNewer(markerTs, `${mine}.${markerLive} AND NOT ${theirs}.${markerLive}`),
    ...cells.map((cell) => isNewer(cellTs(cell), winsTie(cell, into))),
  ].join('\n      OR ');
}

function joinedCellTs(cell: ReplicatedColumn, { mine, theirs }: Sides): string {
  return `greatest(${mine}.${cellTs(cell)}, ${theirs}.${cellTs(cell)})`;
}

function joinedMarkerTs({ mine, theirs }: Sides): string {
  return `greatest(${mine}.${markerTs}, ${theirs}.${markerTs})`;
}

function joinedMarkerLive({ mine, theirs }: Sides): string {
  return `CASE
      WHEN ${theirs}.${markerTs} IS NULL OR ${theirs}.${markerTs} < ${mine}.${markerTs} THEN ${mine}.${markerLive}
      WHEN ${theirs}.${markerTs} = ${mine}.${markerTs} THEN ${mine}.${markerLive} AND ${theirs}.${markerLive}
      ELSE ${theirs}.${markerLive} END`;
}

/** SQL of the advisory lock that merges share and a partition delete has alone. */
export function partitionLockSql(names: SqlNames): string {
  return `hashtextextended(${literalSql(names.rows)}, 0)`;
}

/** Rows whose partition was deleted get the partition's tombstone too; joining it kills what is not newer. */
function partitionTombstones(names: SqlNames, table: ReplicatedTable): string {
  const same = partitionKeys(table)
    .map(({ target }) => `p.${quoteSql(target)} = c.${quoteSql(target)}`)
    .join(' AND ');
  return `  SELECT array_agg(${tombstoneSql(names, table, { row: 'c', deletedTs: 'p.__deleted_ts' })}) INTO tombstones
  FROM unnest(changes) AS c JOIN ${names.partitions} AS p ON ${same}
  WHERE p.__deleted_ts IS NOT NULL AND (c.${markerLive} OR c.${markerTs} IS DISTINCT FROM p.__deleted_ts);
  IF tombstones IS NOT NULL THEN
    PERFORM ${names.merge}(tombstones);
  END IF;
`;
}

/** SQL of the change that deletes a row: every cell and the marker are dead since `deletedTs`. */
export function tombstoneSql(
  names: SqlNames,
  table: ReplicatedTable,
  from: { row: string; deletedTs: string },
): string {
  const fields = [
    ...table.keys.map(({ target }) => `${from.row}.${quoteSql(target)}`),
    ...table.cells.map(() => 'NULL'),
    from.deletedTs,
    'false',
    ...table.cells.map(() => from.deletedTs),
  ];
  return `ROW(${fields.join(', ')})::${names.change}`;
}
