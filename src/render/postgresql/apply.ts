import { type Pipeline } from '../../pipeline/pipeline.js';
import { literalSql, quoteSql, topicOf } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { partitionLockSql, tombstoneSql } from './merge.js';
import { partitionKeys, slotName } from './objects.js';
import { currentSlotSql, neverSql, setField, type SqlNames, valueField } from './sql.js';

/** The function that turns a batch of events, in any order and with duplicates, into changes and merges them. */
export function applyFunctionSql(names: SqlNames, table: ReplicatedTable): string {
  const clustered = table.source.clusteringKey.length > 0;
  const keyed = table.keys.map(eventField);
  return `CREATE OR REPLACE FUNCTION ${names.apply}(events ${names.inlet}[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  batch ${names.change}[];
BEGIN
${clustered ? partitionDeletes(names, table) : ''}  -- A statement may touch a key only once: the n-th event of each key is merged in the n-th round.
  FOR batch IN
    SELECT array_agg(numbered.change)
    FROM (
      SELECT ${changeSql(names, table)} AS change,
        row_number() OVER (PARTITION BY ${keyed.join(', ')}) AS round
      FROM unnest(events) AS e
      WHERE e.__op IN ('i', 'u', 'd') AND num_nulls(${keyed.join(', ')}) = 0
    ) AS numbered
    GROUP BY numbered.round
    ORDER BY numbered.round
  LOOP
    PERFORM ${names.merge}(batch);
  END LOOP;
${clustered ? reconcileRanges(names, table) : ''}END $apply$;`;
}

/** SQL of a column's field in event `e`, as the sink inserted it. */
function eventField({ name }: { name: string }): string {
  return `e.${quoteSql(valueField(name))}`;
}

/** SQL of a column's value in event `e`, as PostgreSQL's tables hold it. */
function eventValue(column: ReplicatedColumn): string {
  return column.mapping.fromInlet(eventField(column));
}

/** SQL of the change that event `e` makes; its fields stand in the order of the change type. */
function changeSql(names: SqlNames, table: ReplicatedTable): string {
  const fields = [
    ...table.keys.map(eventValue),
    ...table.cells.map(
      (cell) => `CASE WHEN e.${quoteSql(setField(cell.name))} AND e.__op <> 'd' THEN ${eventValue(cell)} END`,
    ),
    `CASE e.__op WHEN 'u' THEN ${neverSql} ELSE e.__source_ts_us END`,
    "e.__op = 'i'",
    `ARRAY[${table.cells.map(({ name }) => `CASE WHEN e.${quoteSql(setField(name))} OR e.__op = 'd' THEN e.__source_ts_us ELSE ${neverSql} END`).join(', ')}]::bigint[]`,
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
  const values = keys.map(eventValue);
  return `  IF EXISTS (SELECT FROM unnest(events) AS e WHERE ${deletesPartition(table)}) THEN
    PERFORM pg_advisory_xact_lock(${partitionLockSql(names)});
    INSERT INTO ${names.partitions} AS p (${columns.join(', ')}, __deleted_ts)
    SELECT ${values.join(', ')}, max(e.__source_ts_us)
    FROM unnest(events) AS e WHERE ${deletesPartition(table)}
    GROUP BY ${values.map((_, i) => i + 1).join(', ')}
    ON CONFLICT (${columns.join(', ')}) DO UPDATE SET __deleted_ts = greatest(p.__deleted_ts, excluded.__deleted_ts);
    SELECT array_agg(${tombstoneSql(names, table, { row: 't', deletedTs: 'p.__deleted_ts' })}) INTO batch
    FROM ${names.rows} AS t JOIN ${names.partitions} AS p USING (${columns.join(', ')})
    WHERE (${columns.join(', ')}) IN (
      SELECT ${values.join(', ')} FROM unnest(events) AS e WHERE ${deletesPartition(table)});
    PERFORM ${names.merge}(coalesce(batch, '{}'));
  END IF;
`;
}

function deletesPartition(table: ReplicatedTable): string {
  const clustering = table.source.clusteringKey.map(eventField);
  return `e.__op = 'd' AND num_nonnulls(${clustering.join(', ')}) = 0`;
}

/** The bounds of a range or prefix delete do not survive flattening: the partition has to be read back. */
function reconcileRanges(names: SqlNames, table: ReplicatedTable): string {
  const keyed = table.keys.map(eventField);
  const clustering = table.source.clusteringKey.map(eventField);
  const key = partitionKeys(table).map((column) => `${literalSql(column.target)}, ${eventValue(column)}`);
  return `  INSERT INTO ${names.bookkeeping}.reconcile_queue (table_name, key, reason, source_ts_us)
  SELECT ${literalSql(table.source.name)}, jsonb_build_object(${key.join(', ')}), 'range delete', e.__source_ts_us
  FROM unnest(events) AS e
  WHERE e.__op = 'r' OR (e.__op = 'd' AND num_nulls(${keyed.join(', ')}) > 0 AND num_nonnulls(${clustering.join(', ')}) > 0);
`;
}

/** The inlet's trigger: merges what was inserted; one bad event goes to the dead letters, the others land. */
export function triggerSql(names: SqlNames, pipeline: Pipeline, table: ReplicatedTable): string {
  const trigger = names.inlet.replace(/"$/, '_merge"');
  const deadLetter = [table.source.name, topicOf(pipeline, table.settings)].map(literalSql).join(', ');
  // Deadlocks, lost connections and full disks are no fault of the event: they abort the batch and the sink retries.
  const dataErrors = 'data_exception OR integrity_constraint_violation OR program_limit_exceeded';
  return `CREATE OR REPLACE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  event ${names.inlet};
BEGIN
  BEGIN
    PERFORM ${names.apply}(array_agg(e::${names.inlet})) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN ${dataErrors} THEN
    FOR event IN SELECT * FROM events LOOP
      BEGIN
        PERFORM ${names.apply}(ARRAY[event]);
      EXCEPTION WHEN ${dataErrors} THEN
        INSERT INTO ${names.bookkeeping}.dead_letters (table_name, topic, "partition", "offset", sqlstate, message, event)
        VALUES (${deadLetter}, event.__partition, event.__offset, SQLSTATE, SQLERRM, to_jsonb(event));
      END;
    END LOOP;
  END;
  IF ${currentSlotSql} = 0 THEN
${truncateSql(slotName(names, 1))}
  ELSE
${truncateSql(slotName(names, 0))}
  END IF;
  RETURN NULL;
END $trigger$;
CREATE TRIGGER merge AFTER INSERT ON ${names.inlet}
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION ${trigger}();`;
}

/** Another connection may still be merging what it inserted in the minute before: then the next batch tries again. */
function truncateSql(slot: string): string {
  return `    IF pg_relation_size(${literalSql(slot)}) > 8388608 THEN
      BEGIN
        LOCK TABLE ${slot} IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE ${slot};
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;`;
}
