import { type Pipeline } from '../../pipeline/pipeline.js';
import { literalSql, topicOf } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { slotName } from './objects.js';
import { currentSlotSql, type SqlNames } from './sql.js';

/** The inlet's trigger: merges what was inserted; one bad event goes to the dead letters, the others land. */
export function triggerSql(names: SqlNames, pipeline: Pipeline, table: ReplicatedTable): string {
  const trigger = triggerFunction(names);
  const deadLetter = [table.source.name, topicOf(pipeline, table.settings)].map(literalSql).join(', ');
  const keys = `'{${table.keys.map(({ name }) => `"${name}"`).join(',')}}'`;
  // Deadlocks, lost connections and full disks are no fault of the event: they abort the batch and the sink retries.
  const dataErrors = 'data_exception OR integrity_constraint_violation OR program_limit_exceeded';
  return `CREATE OR REPLACE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  failed ${names.inlet};
BEGIN
  BEGIN
    PERFORM ${names.apply}(array_agg(e::${names.inlet})) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN ${dataErrors} THEN
    FOR failed IN SELECT * FROM events LOOP
      BEGIN
        PERFORM ${names.apply}(ARRAY[failed]);
      EXCEPTION WHEN ${dataErrors} THEN
        INSERT INTO ${names.bookkeeping}.dead_letters (table_name, topic, "partition", "offset", key, sqlstate, message, event)
        VALUES (${deadLetter}, failed.__partition, failed.__offset, ${names.bookkeeping}.event_key(failed.event, ${keys}), SQLSTATE, SQLERRM, failed.event);
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
CREATE OR REPLACE TRIGGER merge AFTER INSERT ON ${names.inlet}
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION ${trigger}();`;
}

export function triggerFunction(names: SqlNames): string {
  return names.inlet.replace(/"$/, '_merge"');
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
