import { type SqlNames } from './sql.js';

/**
 * A trigger that takes events of agents out of their envelope, before they are merged: what is merged, and what is kept of
 * one that is refused, looks like an event of a source in Connect. The text of the row stays as it is: its numbers have more
 * digits than jsonb's readers keep, and it tells by its letters whether something expires.
 */
export function unwrapSql(names: SqlNames): string {
  const ofSource = ['ts_us', 'file', 'pos', 'snapshot'].map(
    (name) => `'__source_${name}', envelope #> '{source,${name}}'`,
  );
  const metadata = `json_build_object('__op', envelope -> 'op', ${ofSource.join(', ')})`;
  return `CREATE OR REPLACE FUNCTION ${unwrapFunction(names)}() RETURNS trigger LANGUAGE plpgsql AS $unwrap$
DECLARE
  envelope json;
BEGIN
  envelope := NEW.event::json;
  IF json_typeof(envelope) = 'object' AND envelope -> '__op' IS NULL AND json_typeof(envelope -> 'after') = 'object' THEN
    NEW.event := left((envelope -> 'after')::text, -1) || ',' || substr(${metadata}::text, 2);
  END IF;
  RETURN NEW;
EXCEPTION WHEN data_exception THEN
  -- It is no event: the merge refuses it.
  RETURN NEW;
END $unwrap$;
CREATE OR REPLACE TRIGGER unwrap BEFORE INSERT ON ${names.inlet}
FOR EACH ROW EXECUTE FUNCTION ${unwrapFunction(names)}();`;
}

export function unwrapFunction(names: SqlNames): string {
  return names.inlet.replace(/"$/, '_unwrap"');
}
