SELECT "by_connect_cdc".make_view('"by_connect"."readings"', ARRAY['sensor', 'at', 'value', 'note'], 'FROM "by_connect_cdc"."readings_rows" WHERE __marker_live OR num_nonnulls("value", "note") > 0');

DROP TYPE IF EXISTS "by_connect_cdc"."readings_change" CASCADE;
CREATE TYPE "by_connect_cdc"."readings_change" AS (
  "sensor" text,
  "at" timestamptz,
  "value" numeric,
  "note" text,
  __marker_ts bigint,
  __marker_live boolean,
  "__ts_value" bigint,
  "__ts_note" bigint
);

CREATE FUNCTION "by_connect_cdc"."readings_join"(mine "by_connect_cdc"."readings_change", theirs "by_connect_cdc"."readings_change") RETURNS "by_connect_cdc"."readings_change"
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $join$
BEGIN
  RETURN ROW(
    mine."sensor",
    mine."at",
    CASE
      WHEN theirs."__ts_value" IS NULL OR theirs."__ts_value" < mine."__ts_value" THEN mine."value"
      WHEN theirs."__ts_value" = mine."__ts_value" AND (theirs."value" IS NULL AND mine."value" IS NOT NULL OR theirs."value" <> mine."value" AND "by_connect_cdc".decimal_bytes(theirs."value") > "by_connect_cdc".decimal_bytes(mine."value")) IS NOT TRUE THEN mine."value"
      ELSE theirs."value" END,
    CASE
      WHEN theirs."__ts_note" IS NULL OR theirs."__ts_note" < mine."__ts_note" THEN mine."note"
      WHEN theirs."__ts_note" = mine."__ts_note" AND (theirs."note" IS NULL AND mine."note" IS NOT NULL OR convert_to(theirs."note", 'UTF8') > convert_to(mine."note", 'UTF8')) IS NOT TRUE THEN mine."note"
      ELSE theirs."note" END,
    greatest(mine.__marker_ts, theirs.__marker_ts),
    CASE
      WHEN theirs.__marker_ts IS NULL OR theirs.__marker_ts < mine.__marker_ts THEN mine.__marker_live
      WHEN theirs.__marker_ts = mine.__marker_ts THEN mine.__marker_live AND theirs.__marker_live
      ELSE theirs.__marker_live END,
    greatest(mine."__ts_value", theirs."__ts_value"),
    greatest(mine."__ts_note", theirs."__ts_note")
  );
END $join$;
CREATE AGGREGATE "by_connect_cdc"."readings_join"("by_connect_cdc"."readings_change") (SFUNC = "by_connect_cdc"."readings_join", STYPE = "by_connect_cdc"."readings_change");

CREATE FUNCTION "by_connect_cdc"."readings_merge"(changes "by_connect_cdc"."readings_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
DECLARE
  tombstones "by_connect_cdc"."readings_change"[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('"by_connect_cdc"."readings_rows"', 0));
  INSERT INTO "by_connect_cdc"."readings_rows" AS t ("sensor", "at", "value", "note", __marker_ts, __marker_live, "__ts_value", "__ts_note")
  SELECT c."sensor", c."at", c."value", c."note", c.__marker_ts, c.__marker_live, c."__ts_value", c."__ts_note"
  FROM unnest(changes) AS c
  ON CONFLICT ("sensor", "at") DO UPDATE SET
    "value" = CASE
      WHEN excluded."__ts_value" IS NULL OR excluded."__ts_value" < t."__ts_value" THEN t."value"
      WHEN excluded."__ts_value" = t."__ts_value" AND (excluded."value" IS NULL AND t."value" IS NOT NULL OR excluded."value" <> t."value" AND "by_connect_cdc".decimal_bytes(excluded."value") > "by_connect_cdc".decimal_bytes(t."value")) IS NOT TRUE THEN t."value"
      ELSE excluded."value" END,
    "note" = CASE
      WHEN excluded."__ts_note" IS NULL OR excluded."__ts_note" < t."__ts_note" THEN t."note"
      WHEN excluded."__ts_note" = t."__ts_note" AND (excluded."note" IS NULL AND t."note" IS NOT NULL OR convert_to(excluded."note", 'UTF8') > convert_to(t."note", 'UTF8')) IS NOT TRUE THEN t."note"
      ELSE excluded."note" END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __marker_live = CASE
      WHEN excluded.__marker_ts IS NULL OR excluded.__marker_ts < t.__marker_ts THEN t.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN t.__marker_live AND excluded.__marker_live
      ELSE excluded.__marker_live END,
    "__ts_value" = greatest(t."__ts_value", excluded."__ts_value"),
    "__ts_note" = greatest(t."__ts_note", excluded."__ts_note")
  WHERE (excluded.__marker_ts IS NOT NULL AND t.__marker_ts IS NULL) OR excluded.__marker_ts > t.__marker_ts
      OR (excluded.__marker_ts = t.__marker_ts AND (t.__marker_live AND NOT excluded.__marker_live))
      OR (excluded."__ts_value" IS NOT NULL AND t."__ts_value" IS NULL) OR excluded."__ts_value" > t."__ts_value"
      OR (excluded."__ts_value" = t."__ts_value" AND (excluded."value" IS NULL AND t."value" IS NOT NULL OR excluded."value" <> t."value" AND "by_connect_cdc".decimal_bytes(excluded."value") > "by_connect_cdc".decimal_bytes(t."value")))
      OR (excluded."__ts_note" IS NOT NULL AND t."__ts_note" IS NULL) OR excluded."__ts_note" > t."__ts_note"
      OR (excluded."__ts_note" = t."__ts_note" AND (excluded."note" IS NULL AND t."note" IS NOT NULL OR convert_to(excluded."note", 'UTF8') > convert_to(t."note", 'UTF8')));
  SELECT array_agg(ROW(c."sensor", c."at", NULL, NULL, p.__deleted_ts, false, p.__deleted_ts, p.__deleted_ts)::"by_connect_cdc"."readings_change") INTO tombstones
  FROM unnest(changes) AS c JOIN "by_connect_cdc"."readings_partitions" AS p ON p."sensor" = c."sensor"
  WHERE p.__deleted_ts IS NOT NULL AND (c.__marker_live OR c.__marker_ts IS DISTINCT FROM p.__deleted_ts);
  IF tombstones IS NOT NULL THEN
    PERFORM "by_connect_cdc"."readings_merge"(tombstones);
  END IF;
END $merge$;

CREATE OR REPLACE FUNCTION "by_connect_cdc"."readings_apply"(events "by_connect_cdc"."readings_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  parsed "by_connect_cdc".event[];
  malformed boolean;
  expiring boolean;
  unknown boolean;
  changes "by_connect_cdc"."readings_change"[];
BEGIN
  SELECT array_agg(e::"by_connect_cdc".event),
    coalesce(bool_or((e.op NOT IN ('i', 'u', 'd', 'r') OR e.ts IS NULL OR num_nulls(((e.row -> 'sensor') ->> 'value')) > 0 OR (e.op IN ('i', 'u') AND num_nulls(((e.row -> 'at') ->> 'value')) > 0)) IS NOT FALSE), false),
    count(e.expiry) > 0,
    coalesce(bool_or((e.row - '{"sensor","at","value","note","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[]) <> '{}'), false)
  INTO parsed, malformed, expiring, unknown
  FROM (
    SELECT e.row ->> '__op' AS op, CASE WHEN e.row ->> '__op' = 'd' THEN coalesce(((e.row -> 'value') ->> 'deletion_ts')::bigint, ((e.row -> 'at') ->> 'deletion_ts')::bigint, (e.row ->> '__source_ts_us')::bigint) ELSE (e.row ->> '__source_ts_us')::bigint END AS ts, e.row, e.raw,
      CASE WHEN e.row ->> '__op' IN ('i', 'u') AND (strpos(e.raw, '"deletion_ts":1') > 0 OR strpos(e.raw, '"deletion_ts":2') > 0 OR strpos(e.raw, '"deletion_ts":3') > 0 OR strpos(e.raw, '"deletion_ts":4') > 0) THEN least((e.row -> 'value' ->> 'deletion_ts')::bigint, (e.row -> 'note' ->> 'deletion_ts')::bigint) END AS expiry
    FROM (SELECT event::jsonb AS row, event AS raw FROM unnest(events) OFFSET 0) AS e OFFSET 0
  ) AS e;
  IF malformed THEN
    RAISE data_exception USING MESSAGE = 'the event has no operation, write time or primary key of this table';
  END IF;
  IF EXISTS (SELECT FROM unnest(parsed) AS e WHERE NOT (e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value')) = 0)) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('"by_connect_cdc"."readings_rows"', 0));
    INSERT INTO "by_connect_cdc"."readings_partitions" AS p ("sensor", __deleted_ts, __range_ts)
    SELECT ((e.row -> 'sensor') ->> 'value'),
      max(e.ts) FILTER (WHERE e.op = 'd' AND num_nonnulls(((e.row -> 'at') ->> 'value')) = 0),
      max(e.ts) FILTER (WHERE e.op = 'r' OR (e.op = 'd' AND num_nulls(((e.row -> 'at') ->> 'value')) > 0 AND num_nonnulls(((e.row -> 'at') ->> 'value')) > 0))
    FROM unnest(parsed) AS e WHERE NOT (e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value')) = 0)
    GROUP BY 1
    ON CONFLICT ("sensor") DO UPDATE SET
      __deleted_ts = greatest(p.__deleted_ts, excluded.__deleted_ts),
      __range_ts = greatest(p.__range_ts, excluded.__range_ts);
    SELECT array_agg(ROW(t."sensor", t."at", NULL, NULL, p.__deleted_ts, false, p.__deleted_ts, p.__deleted_ts)::"by_connect_cdc"."readings_change") INTO changes
    FROM "by_connect_cdc"."readings_rows" AS t JOIN "by_connect_cdc"."readings_partitions" AS p USING ("sensor")
    WHERE p.__deleted_ts IS NOT NULL AND ("sensor") IN (
      SELECT ((e.row -> 'sensor') ->> 'value') FROM unnest(parsed) AS e WHERE e.op = 'd' AND num_nonnulls(((e.row -> 'at') ->> 'value')) = 0);
    PERFORM "by_connect_cdc"."readings_merge"(coalesce(changes, '{}'));
  END IF;
  -- A statement may touch a row only once, and a row that has many events is written once.
  SELECT array_agg(joined.change) INTO changes
  FROM (
    SELECT "by_connect_cdc"."readings_join"(made.change) AS change
    FROM (
      SELECT ROW(
        (c."sensor" ->> 'value'),
        ((timestamp 'epoch' + (((c."at" ->> 'value'))::bigint / 86400000) * interval '1 day' + (((c."at" ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC'),
        ((c."value" ->> 'value'))::numeric,
        (c."note" ->> 'value'),
        CASE WHEN e.op <> 'u' THEN e.ts END,
        e.op = 'i' AND e.expiry IS NULL,
        CASE WHEN e.op = 'd' OR c."value" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."note" IS NOT NULL THEN e.ts END
      )::"by_connect_cdc"."readings_change" AS change
      FROM unnest(parsed) AS e, jsonb_to_record(e.row) AS c("sensor" jsonb, "at" jsonb, "value" jsonb, "note" jsonb)
      WHERE e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value')) = 0 OFFSET 0
    ) AS made
    GROUP BY (made.change)."sensor", (made.change)."at"
  ) AS joined;
  IF changes IS NOT NULL THEN
    PERFORM "by_connect_cdc"."readings_merge"(changes);
  END IF;
  INSERT INTO "by_connect_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'readings', jsonb_build_object('sensor', to_jsonb(((e.row -> 'sensor') ->> 'value'))), 'range delete', max(e.ts), min(now())
  FROM unnest(parsed) AS e JOIN "by_connect_cdc"."readings_partitions" AS p ON p."sensor" = ((e.row -> 'sensor') ->> 'value') WHERE p.__range_ts >= e.ts
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  IF expiring THEN
  INSERT INTO "by_connect_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'readings', jsonb_build_object('sensor', to_jsonb(((e.row -> 'sensor') ->> 'value')), 'at', to_jsonb(((timestamp 'epoch' + ((((e.row -> 'at') ->> 'value'))::bigint / 86400000) * interval '1 day' + ((((e.row -> 'at') ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC'))), 'expiry', max(e.ts), min(to_timestamp(e.expiry / 1000000 + 1))
  FROM unnest(parsed) AS e WHERE e.expiry IS NOT NULL
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
  IF unknown THEN
  INSERT INTO "by_connect_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'readings', jsonb_build_object('sensor', to_jsonb(((e.row -> 'sensor') ->> 'value')), 'at', to_jsonb(((timestamp 'epoch' + ((((e.row -> 'at') ->> 'value'))::bigint / 86400000) * interval '1 day' + ((((e.row -> 'at') ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC'))), 'new column', max(e.ts), min(timestamptz 'infinity')
  FROM unnest(parsed) AS e WHERE e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value')) = 0 AND e.op IN ('i', 'u') AND jsonb_path_exists(e.row - '{"sensor","at","value","note","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[], '$.* ? (@ != null)')
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
END $apply$;

CREATE OR REPLACE FUNCTION "by_connect_cdc"."readings_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  failed "by_connect_cdc"."readings_inlet";
BEGIN
  BEGIN
    PERFORM "by_connect_cdc"."readings_apply"(array_agg(e::"by_connect_cdc"."readings_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR failed IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "by_connect_cdc"."readings_apply"(ARRAY[failed]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "by_connect_cdc".dead_letters (table_name, topic, "partition", "offset", key, sqlstate, message, event)
        VALUES ('readings', 'cdc-events-readings', failed.__partition, failed.__offset, "by_connect_cdc".event_key(failed.event, '{"sensor","at"}'), SQLSTATE, SQLERRM, failed.event);
      END;
    END LOOP;
  END;
  IF date_part('minute', now())::integer % 2 = 0 THEN
    IF pg_relation_size('"by_connect_cdc"."readings_inlet_1"') > 8388608 THEN
      BEGIN
        LOCK TABLE "by_connect_cdc"."readings_inlet_1" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "by_connect_cdc"."readings_inlet_1";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  ELSE
    IF pg_relation_size('"by_connect_cdc"."readings_inlet_0"') > 8388608 THEN
      BEGIN
        LOCK TABLE "by_connect_cdc"."readings_inlet_0" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "by_connect_cdc"."readings_inlet_0";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  END IF;
  RETURN NULL;
END $trigger$;
CREATE OR REPLACE TRIGGER merge AFTER INSERT ON "by_connect_cdc"."readings_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "by_connect_cdc"."readings_inlet_merge"();
