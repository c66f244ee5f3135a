SELECT "shop_cdc".make_view('"shop"."keys_only"', ARRAY['a', 'b'], 'FROM "shop_cdc"."keys_only_rows" WHERE __marker_live');

DROP TYPE IF EXISTS "shop_cdc"."keys_only_change" CASCADE;
CREATE TYPE "shop_cdc"."keys_only_change" AS (
  "a" text,
  "b" integer,
  __marker_ts bigint,
  __marker_live boolean
);

CREATE FUNCTION "shop_cdc"."keys_only_join"(mine "shop_cdc"."keys_only_change", theirs "shop_cdc"."keys_only_change") RETURNS "shop_cdc"."keys_only_change"
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $join$
BEGIN
  RETURN ROW(
    mine."a",
    mine."b",
    greatest(mine.__marker_ts, theirs.__marker_ts),
    CASE
      WHEN theirs.__marker_ts IS NULL OR theirs.__marker_ts < mine.__marker_ts THEN mine.__marker_live
      WHEN theirs.__marker_ts = mine.__marker_ts THEN mine.__marker_live AND theirs.__marker_live
      ELSE theirs.__marker_live END
  );
END $join$;
CREATE AGGREGATE "shop_cdc"."keys_only_join"("shop_cdc"."keys_only_change") (SFUNC = "shop_cdc"."keys_only_join", STYPE = "shop_cdc"."keys_only_change");

CREATE FUNCTION "shop_cdc"."keys_only_merge"(changes "shop_cdc"."keys_only_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
BEGIN
  INSERT INTO "shop_cdc"."keys_only_rows" AS t ("a", "b", __marker_ts, __marker_live)
  SELECT c."a", c."b", c.__marker_ts, c.__marker_live
  FROM unnest(changes) AS c
  ON CONFLICT ("a", "b") DO UPDATE SET
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __marker_live = CASE
      WHEN excluded.__marker_ts IS NULL OR excluded.__marker_ts < t.__marker_ts THEN t.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN t.__marker_live AND excluded.__marker_live
      ELSE excluded.__marker_live END
  WHERE (excluded.__marker_ts IS NOT NULL AND t.__marker_ts IS NULL) OR excluded.__marker_ts > t.__marker_ts
      OR (excluded.__marker_ts = t.__marker_ts AND (t.__marker_live AND NOT excluded.__marker_live));
END $merge$;

CREATE OR REPLACE FUNCTION "shop_cdc"."keys_only_apply"(events "shop_cdc"."keys_only_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  parsed "shop_cdc".event[];
  malformed boolean;
  expiring boolean;
  unknown boolean;
  changes "shop_cdc"."keys_only_change"[];
BEGIN
  SELECT array_agg(e::"shop_cdc".event),
    coalesce(bool_or((e.op NOT IN ('i', 'u', 'd', 'r') OR e.ts IS NULL OR num_nulls(((e.row -> 'a') ->> 'value'), ((e.row -> 'b') ->> 'value')) > 0) IS NOT FALSE), false),
    count(e.expiry) > 0,
    coalesce(bool_or((e.row - '{"a","b","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[]) <> '{}'), false)
  INTO parsed, malformed, expiring, unknown
  FROM (
    SELECT e.row ->> '__op' AS op, (e.row ->> '__source_ts_us')::bigint AS ts, e.row, e.raw,
      NULL::bigint AS expiry
    FROM (SELECT event::jsonb AS row, event AS raw FROM unnest(events) OFFSET 0) AS e OFFSET 0
  ) AS e;
  IF malformed THEN
    RAISE data_exception USING MESSAGE = 'the event has no operation, write time or primary key of this table';
  END IF;
  -- A statement may touch a row only once, and a row that has many events is written once.
  SELECT array_agg(joined.change) INTO changes
  FROM (
    SELECT "shop_cdc"."keys_only_join"(made.change) AS change
    FROM (
      SELECT ROW(
        (c."a" ->> 'value'),
        ((c."b" ->> 'value'))::integer,
        CASE WHEN e.op <> 'u' THEN e.ts END,
        e.op = 'i' AND e.expiry IS NULL
      )::"shop_cdc"."keys_only_change" AS change
      FROM unnest(parsed) AS e, jsonb_to_record(e.row) AS c("a" jsonb, "b" jsonb)
      WHERE e.op <> 'r' OFFSET 0
    ) AS made
    GROUP BY (made.change)."a", (made.change)."b"
  ) AS joined;
  IF changes IS NOT NULL THEN
    PERFORM "shop_cdc"."keys_only_merge"(changes);
  END IF;
  IF expiring THEN
  INSERT INTO "shop_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'keys_only', jsonb_build_object('a', to_jsonb(((e.row -> 'a') ->> 'value')), 'b', to_jsonb((((e.row -> 'b') ->> 'value'))::integer)), 'expiry', max(e.ts), min(to_timestamp(e.expiry / 1000000 + 1))
  FROM unnest(parsed) AS e WHERE e.expiry IS NOT NULL
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
  IF unknown THEN
  INSERT INTO "shop_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'keys_only', jsonb_build_object('a', to_jsonb(((e.row -> 'a') ->> 'value')), 'b', to_jsonb((((e.row -> 'b') ->> 'value'))::integer)), 'new column', max(e.ts), min(timestamptz 'infinity')
  FROM unnest(parsed) AS e WHERE e.op <> 'r' AND e.op IN ('i', 'u') AND jsonb_path_exists(e.row - '{"a","b","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[], '$.* ? (@ != null)')
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
END $apply$;

CREATE OR REPLACE FUNCTION "shop_cdc"."keys_only_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  failed "shop_cdc"."keys_only_inlet";
BEGIN
  BEGIN
    PERFORM "shop_cdc"."keys_only_apply"(array_agg(e::"shop_cdc"."keys_only_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR failed IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "shop_cdc"."keys_only_apply"(ARRAY[failed]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "shop_cdc".dead_letters (table_name, topic, "partition", "offset", key, sqlstate, message, event)
        VALUES ('keys_only', 'cdc-events-keys_only', failed.__partition, failed.__offset, "shop_cdc".event_key(failed.event, '{"a","b"}'), SQLSTATE, SQLERRM, failed.event);
      END;
    END LOOP;
  END;
  IF date_part('minute', now())::integer % 2 = 0 THEN
    IF pg_relation_size('"shop_cdc"."keys_only_inlet_1"') > 8388608 THEN
      BEGIN
        LOCK TABLE "shop_cdc"."keys_only_inlet_1" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "shop_cdc"."keys_only_inlet_1";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  ELSE
    IF pg_relation_size('"shop_cdc"."keys_only_inlet_0"') > 8388608 THEN
      BEGIN
        LOCK TABLE "shop_cdc"."keys_only_inlet_0" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "shop_cdc"."keys_only_inlet_0";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  END IF;
  RETURN NULL;
END $trigger$;
CREATE OR REPLACE TRIGGER merge AFTER INSERT ON "shop_cdc"."keys_only_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "shop_cdc"."keys_only_inlet_merge"();
