import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { partitionKeys } from './objects.js';
import { bookkeepingColumns, commaList, neverSql, type SqlNames } from './sql.js';

const { markerTs, markerLive, cellTs } = bookkeepingColumns;

/**
 * The merge function: joins changes into the row table, each cell and the row marker by last write wins. Joining is
 * commutative, associative and idempotent, so duplicates, disorder and replays all end in the same rows. A key must
 * stand only once in `changes`.
 */
export function mergeFunctionSql(names: SqlNames, table: ReplicatedTable): string {
  const columns = [
    ...[...table.keys, ...table.cells].map(({ target }) => quoteSql(target)),
    markerTs,
    markerLive,
    cellTs,
  ];
  const assignments = [
    ...table.cells.map((cell, index) => cellAssignment(cell, index + 1)),
    `${markerLive} = CASE
      WHEN excluded.${markerTs} > t.${markerTs} THEN excluded.${markerLive}
      WHEN excluded.${markerTs} = t.${markerTs} THEN excluded.${markerLive} AND t.${markerLive}
      ELSE t.${markerLive} END`,
    `${markerTs} = greatest(t.${markerTs}, excluded.${markerTs})`,
    `${cellTs} = ${cellTimes(table)}`,
  ];
  return `CREATE OR REPLACE FUNCTION ${names.merge}(changes ${names.change}[]) RETURNS void
LANGUAGE plpgsql AS $merge$
${table.source.clusteringKey.length > 0 ? `DECLARE\n  tombstones ${names.change}[];\n` : ''}BEGIN
${table.source.clusteringKey.length > 0 ? `  PERFORM pg_advisory_xact_lock_shared(${partitionLockSql(names)});\n` : ''}  INSERT INTO ${names.rows} AS t (${columns.join(', ')})
  SELECT ${columns.map((column) => `c.${column}`).join(', ')}
  FROM unnest(changes) AS c
  ON CONFLICT (${table.keys.map(({ target }) => quoteSql(target)).join(', ')}) DO UPDATE SET
    ${commaList(assignments, '    ')};
${table.source.clusteringKey.length > 0 ? partitionTombstones(names, table) : ''}END $merge$;`;
}

/** A tie is decided as in org.apache.cassandra.db.rows.Cells#resolveRegular: a tombstone, else the greater bytes. */
function cellAssignment(cell: ReplicatedColumn, index: number): string {
  const column = quoteSql(cell.target);
  const [mine, theirs] = [`t.${column}`, `excluded.${column}`];
  const { costly, serialised } = cell.mapping;
  const greater = `${costly ? `${theirs} <> ${mine} AND ` : ''}${serialised(theirs)} > ${serialised(mine)}`;
  return `${column} = CASE
      WHEN excluded.${cellTs}[${index}] > coalesce(t.${cellTs}[${index}], ${neverSql}) THEN ${theirs}
      WHEN excluded.${cellTs}[${index}] = t.${cellTs}[${index}] AND (${theirs} IS NULL OR ${greater}) THEN ${theirs}
      ELSE ${mine} END`;
}

function cellTimes(table: ReplicatedTable): string {
  if (table.cells.length === 0) return "'{}'";
  const greatest = table.cells.map((_, i) => `greatest(t.${cellTs}[${i + 1}], excluded.${cellTs}[${i + 1}])`);
  return `ARRAY[${greatest.join(', ')}]`;
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
  WHERE c.${markerLive} OR c.${markerTs} <> p.__deleted_ts;
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
    table.cells.length === 0 ? "'{}'" : `array_fill(${from.deletedTs}, ARRAY[${table.cells.length}])`,
  ];
  return `ROW(${fields.join(', ')})::${names.change}`;
}
