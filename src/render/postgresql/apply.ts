import { quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import {
  clusteringTexts,
  eventTs,
  eventValue,
  expiry,
  holdsUnknown,
  inRecord,
  isMalformed,
  isOfRow,
  withFields,
} from './event.js';
import { partitionLockSql, tombstoneSql } from './merge.js';
import { partitionKeys } from './objects.js';
import { enqueueFromEvents } from './queue.js';
import { type SqlNames } from './sql.js';

/**
 * The function that turns a batch of events, in any order and with duplicates, into changes and merges them. What an
 * event cannot tell is queued, to be read back from Cassandra.
 */
export function applyFunctionSql(names: SqlNames, table: ReplicatedTable): string {
  const clustered = table.source.clusteringKey.length > 0;
  return `CREATE OR REPLACE FUNCTION ${names.apply}(events ${names.inlet}[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  parsed ${names.event}[];
  malformed boolean;
  expiring boolean;
  unknown boolean;
  changes ${names.change}[];
BEGIN
  SELECT array_agg(e::${names.event}),
    coalesce(bool_or((${isMalformed(table)}) IS NOT FALSE), false),
    count(e.expiry) > 0,
    coalesce(bool_or(${holdsUnknown(table)}), false)
  INTO parsed, malformed, expiring, unknown
  FROM (
    SELECT e.row ->> '__op' AS op, ${eventTs(table)} AS ts, e.row, e.raw,
      ${expiry(table)} AS expiry
    FROM (SELECT event::jsonb AS row, event AS raw FROM unnest(events) OFFSET 0) AS e OFFSET 0
  ) AS e;
  IF malformed THEN
    RAISE data_exception USING MESSAGE = 'the event has no operation, write time or primary key of this table';
  END IF;
${clustered ? partitionDeletes(names, table) : ''}  -- A statement may touch a row only once, and a row that has many events is written once.
  SELECT array_agg(joined.change) INTO changes
  FROM (
    SELECT ${names.join}(made.change) AS change
    FROM (
      SELECT ${changeSql(names, table)} AS change
      FROM unnest(parsed) AS e, ${withFields(table)}
      WHERE ${isOfRow(table)} OFFSET 0
    ) AS made
    GROUP BY ${table.keys.map(({ target }) => `(made.change).${quoteSql(target)}`).join(', ')}
  ) AS joined;
  IF changes IS NOT NULL THEN
    PERFORM ${names.merge}(changes);
  END IF;
${enqueueFromEvents(names, table)}END $apply$;`;
}

/** SQL of the change that event `e` makes; its fields stand in the order of the change type. */
function changeSql(names: SqlNames, table: ReplicatedTable): string {
  const fields = [
    ...table.keys.map((key) => eventValue(key, inRecord)),
    ...table.cells.map((cell) => (cell.readBack ? 'NULL' : eventValue(cell, inRecord))),
    "CASE WHEN e.op <> 'u' THEN e.ts END",
    // The row marker of an INSERT with a time to live expires with its values: it is as good as none.
    "e.op = 'i' AND e.expiry IS NULL",
    ...table.cells.map((cell) => {
      const touched = cell.readBack ? '' : ` OR ${inRecord(cell.name)} IS NOT NULL`;
      return `CASE WHEN e.op = 'd'${touched} THEN e.ts END`;
    }),
  ];
  return `ROW(\n        ${fields.join(',\n        ')}\n      )::${names.change}`;
}

/**
 * A partition delete names no row: it is kept for rows that come later and joined into those that are there. The lock,
 * which every merge shares, keeps another connection from adding a row of that partition in between.
 */
function partitionDeletes(names: SqlNames, table: ReplicatedTable): string {
  const keys = partitionKeys(table);
  const columns = keys.map(({ target }) => quoteSql(target));
  const values = keys.map((key) => eventValue(key));
  const clustering = clusteringTexts(table);
  const deletesPartition = `e.op = 'd' AND num_nonnulls(${clustering.join(', ')}) = 0`;
  const deletesRange = `e.op = 'r' OR (e.op = 'd' AND num_nulls(${clustering.join(', ')}) > 0 AND num_nonnulls(${clustering.join(', ')}) > 0)`;
  return `  IF EXISTS (SELECT FROM unnest(parsed) AS e WHERE NOT (${isOfRow(table)})) THEN
    PERFORM pg_advisory_xact_lock(${partitionLockSql(names)});
    INSERT INTO ${names.partitions} AS p (${columns.join(', ')}, __deleted_ts, __range_ts)
    SELECT ${values.join(', ')},
      max(e.ts) FILTER (WHERE ${deletesPartition}),
      max(e.ts) FILTER (WHERE ${deletesRange})
    FROM unnest(parsed) AS e WHERE NOT (${isOfRow(table)})
    GROUP BY ${values.map((_, i) => i + 1).join(', ')}
    ON CONFLICT (${columns.join(', ')}) DO UPDATE SET
      __deleted_ts = greatest(p.__deleted_ts, excluded.__deleted_ts),
      __range_ts = greatest(p.__range_ts, excluded.__range_ts);
    SELECT array_agg(${tombstoneSql(names, table, { row: 't', deletedTs: 'p.__deleted_ts' })}) INTO changes
    FROM ${names.rows} AS t JOIN ${names.partitions} AS p USING (${columns.join(', ')})
    WHERE p.__deleted_ts IS NOT NULL AND (${columns.join(', ')}) IN (
      SELECT ${values.join(', ')} FROM unnest(parsed) AS e WHERE ${deletesPartition});
    PERFORM ${names.merge}(coalesce(changes, '{}'));
  END IF;
`;
}
