CREATE OR REPLACE VIEW "sales"."keys_only" AS
SELECT
  "a",
  "b"
FROM "sales_cdc"."keys_only_rows"
WHERE __marker_live;

DROP TYPE IF EXISTS "sales_cdc"."keys_only_change" CASCADE;
CREATE TYPE "sales_cdc"."keys_only_change" AS (
  "a" text,
  "b" integer,
  __marker_ts bigint,
  __marker_live boolean,
  __cell_ts bigint[]
);

CREATE OR REPLACE FUNCTION "sales_cdc"."keys_only_merge"(changes "sales_cdc"."keys_only_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
BEGIN
  INSERT INTO "sales_cdc"."keys_only_rows" AS t ("a", "b", __marker_ts, __marker_live, __cell_ts)
  SELECT c."a", c."b", c.__marker_ts, c.__marker_live, c.__cell_ts
  FROM unnest(changes) AS c
  ON CONFLICT ("a", "b") DO UPDATE SET
    __marker_live = CASE
      WHEN excluded.__marker_ts > t.__marker_ts THEN excluded.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN excluded.__marker_live AND t.__marker_live
      ELSE t.__marker_live END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __cell_ts = '{}';
END $merge$;

DROP TABLE IF EXISTS "sales_cdc"."keys_only_inlet" CASCADE;
CREATE TABLE "sales_cdc"."keys_only_inlet" (
  "a_value" text,
  "b_value" integer,
  __op text,
  __source_ts_us bigint,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE "sales_cdc"."keys_only_inlet_0" PARTITION OF "sales_cdc"."keys_only_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE "sales_cdc"."keys_only_inlet_1" PARTITION OF "sales_cdc"."keys_only_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);

CREATE OR REPLACE FUNCTION "sales_cdc"."keys_only_apply"(events "sales_cdc"."keys_only_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  batch "sales_cdc"."keys_only_change"[];
BEGIN
  -- A statement may touch a key only once: the n-th event of each key is merged in the n-th round.
  FOR batch IN
    SELECT array_agg(numbered.change)
    FROM (
      SELECT ROW(
        e."a_value",
        e."b_value",
        CASE e.__op WHEN 'u' THEN '-9223372036854775808'::bigint ELSE e.__source_ts_us END,
        e.__op = 'i',
        ARRAY[]::bigint[]
      )::"sales_cdc"."keys_only_change" AS change,
        row_number() OVER (PARTITION BY e."a_value", e."b_value") AS round
      FROM unnest(events) AS e
      WHERE e.__op IN ('i', 'u', 'd') AND num_nulls(e."a_value", e."b_value") = 0
    ) AS numbered
    GROUP BY numbered.round
    ORDER BY numbered.round
  LOOP
    PERFORM "sales_cdc"."keys_only_merge"(batch);
  END LOOP;
END $apply$;

CREATE OR REPLACE FUNCTION "sales_cdc"."keys_only_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  event "sales_cdc"."keys_only_inlet";
BEGIN
  BEGIN
    PERFORM "sales_cdc"."keys_only_apply"(array_agg(e::"sales_cdc"."keys_only_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR event IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "sales_cdc"."keys_only_apply"(ARRAY[event]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "sales_cdc".dead_letters (table_name, topic, "partition", "offset", sqlstate, message, event)
        VALUES ('keys_only', 'eu.keys_only.changes', event.__partition, event.__offset, SQLSTATE, SQLERRM, to_jsonb(event));
      END;
    END LOOP;
  END;
  IF date_part('minute', now())::integer % 2 = 0 THEN
    IF pg_relation_size('"sales_cdc"."keys_only_inlet_1"') > 8388608 THEN
      BEGIN
        LOCK TABLE "sales_cdc"."keys_only_inlet_1" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "sales_cdc"."keys_only_inlet_1";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  ELSE
    IF pg_relation_size('"sales_cdc"."keys_only_inlet_0"') > 8388608 THEN
      BEGIN
        LOCK TABLE "sales_cdc"."keys_only_inlet_0" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "sales_cdc"."keys_only_inlet_0";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  END IF;
  RETURN NULL;
END $trigger$;
CREATE TRIGGER merge AFTER INSERT ON "sales_cdc"."keys_only_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "sales_cdc"."keys_only_inlet_merge"();
