SELECT "sales_cdc".make_view('"sales"."purchase_orders"', ARRAY['customer', 'month', 'ordered_at', 'line', 'remark', 'total'], 'FROM "sales_cdc"."purchase_orders_rows" WHERE __marker_live OR num_nonnulls("remark", "total") > 0');

DROP TYPE IF EXISTS "sales_cdc"."purchase_orders_change" CASCADE;
CREATE TYPE "sales_cdc"."purchase_orders_change" AS (
  "customer" uuid,
  "month" date,
  "ordered_at" timestamp(3),
  "line" integer,
  "remark" varchar(40),
  "total" numeric(12,2),
  __marker_ts bigint,
  __marker_live boolean,
  "__ts_remark" bigint,
  "__ts_total" bigint
);

CREATE FUNCTION "sales_cdc"."purchase_orders_join"(mine "sales_cdc"."purchase_orders_change", theirs "sales_cdc"."purchase_orders_change") RETURNS "sales_cdc"."purchase_orders_change"
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $join$
BEGIN
  RETURN ROW(
    mine."customer",
    mine."month",
    mine."ordered_at",
    mine."line",
    CASE
      WHEN theirs."__ts_remark" IS NULL OR theirs."__ts_remark" < mine."__ts_remark" THEN mine."remark"
      WHEN theirs."__ts_remark" = mine."__ts_remark" AND (theirs."remark" IS NULL AND mine."remark" IS NOT NULL OR convert_to(((theirs."remark")::text), 'UTF8') > convert_to(((mine."remark")::text), 'UTF8')) IS NOT TRUE THEN mine."remark"
      ELSE theirs."remark" END,
    CASE
      WHEN theirs."__ts_total" IS NULL OR theirs."__ts_total" < mine."__ts_total" THEN mine."total"
      WHEN theirs."__ts_total" = mine."__ts_total" AND (theirs."total" IS NULL AND mine."total" IS NOT NULL OR "sales_cdc".decimal_bytes(((theirs."total")::numeric)) > "sales_cdc".decimal_bytes(((mine."total")::numeric))) IS NOT TRUE THEN mine."total"
      ELSE theirs."total" END,
    greatest(mine.__marker_ts, theirs.__marker_ts),
    CASE
      WHEN theirs.__marker_ts IS NULL OR theirs.__marker_ts < mine.__marker_ts THEN mine.__marker_live
      WHEN theirs.__marker_ts = mine.__marker_ts THEN mine.__marker_live AND theirs.__marker_live
      ELSE theirs.__marker_live END,
    greatest(mine."__ts_remark", theirs."__ts_remark"),
    greatest(mine."__ts_total", theirs."__ts_total")
  );
END $join$;
CREATE AGGREGATE "sales_cdc"."purchase_orders_join"("sales_cdc"."purchase_orders_change") (SFUNC = "sales_cdc"."purchase_orders_join", STYPE = "sales_cdc"."purchase_orders_change");

CREATE FUNCTION "sales_cdc"."purchase_orders_merge"(changes "sales_cdc"."purchase_orders_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
DECLARE
  tombstones "sales_cdc"."purchase_orders_change"[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('"sales_cdc"."purchase_orders_rows"', 0));
  INSERT INTO "sales_cdc"."purchase_orders_rows" AS t ("customer", "month", "ordered_at", "line", "remark", "total", __marker_ts, __marker_live, "__ts_remark", "__ts_total")
  SELECT c."customer", c."month", c."ordered_at", c."line", c."remark", c."total", c.__marker_ts, c.__marker_live, c."__ts_remark", c."__ts_total"
  FROM unnest(changes) AS c
  ON CONFLICT ("customer", "month", "ordered_at", "line") DO UPDATE SET
    "remark" = CASE
      WHEN excluded."__ts_remark" IS NULL OR excluded."__ts_remark" < t."__ts_remark" THEN t."remark"
      WHEN excluded."__ts_remark" = t."__ts_remark" AND (excluded."remark" IS NULL AND t."remark" IS NOT NULL OR convert_to(((excluded."remark")::text), 'UTF8') > convert_to(((t."remark")::text), 'UTF8')) IS NOT TRUE THEN t."remark"
      ELSE excluded."remark" END,
    "total" = CASE
      WHEN excluded."__ts_total" IS NULL OR excluded."__ts_total" < t."__ts_total" THEN t."total"
      WHEN excluded."__ts_total" = t."__ts_total" AND (excluded."total" IS NULL AND t."total" IS NOT NULL OR "sales_cdc".decimal_bytes(((excluded."total")::numeric)) > "sales_cdc".decimal_bytes(((t."total")::numeric))) IS NOT TRUE THEN t."total"
      ELSE excluded."total" END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __marker_live = CASE
      WHEN excluded.__marker_ts IS NULL OR excluded.__marker_ts < t.__marker_ts THEN t.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN t.__marker_live AND excluded.__marker_live
      ELSE excluded.__marker_live END,
    "__ts_remark" = greatest(t."__ts_remark", excluded."__ts_remark"),
    "__ts_total" = greatest(t."__ts_total", excluded."__ts_total")
  WHERE (excluded.__marker_ts IS NOT NULL AND t.__marker_ts IS NULL) OR excluded.__marker_ts > t.__marker_ts
      OR (excluded.__marker_ts = t.__marker_ts AND (t.__marker_live AND NOT excluded.__marker_live))
      OR (excluded."__ts_remark" IS NOT NULL AND t."__ts_remark" IS NULL) OR excluded."__ts_remark" > t."__ts_remark"
      OR (excluded."__ts_remark" = t."__ts_remark" AND (excluded."remark" IS NULL AND t."remark" IS NOT NULL OR convert_to(((excluded."remark")::text), 'UTF8') > convert_to(((t."remark")::text), 'UTF8')))
      OR (excluded."__ts_total" IS NOT NULL AND t."__ts_total" IS NULL) OR excluded."__ts_total" > t."__ts_total"
      OR (excluded."__ts_total" = t."__ts_total" AND (excluded."total" IS NULL AND t."total" IS NOT NULL OR "sales_cdc".decimal_bytes(((excluded."total")::numeric)) > "sales_cdc".decimal_bytes(((t."total")::numeric))));
  SELECT array_agg(ROW(c."customer", c."month", c."ordered_at", c."line", NULL, NULL, p.__deleted_ts, false, p.__deleted_ts, p.__deleted_ts)::"sales_cdc"."purchase_orders_change") INTO tombstones
  FROM unnest(changes) AS c JOIN "sales_cdc"."purchase_orders_partitions" AS p ON p."customer" = c."customer" AND p."month" = c."month"
  WHERE p.__deleted_ts IS NOT NULL AND (c.__marker_live OR c.__marker_ts IS DISTINCT FROM p.__deleted_ts);
  IF tombstones IS NOT NULL THEN
    PERFORM "sales_cdc"."purchase_orders_merge"(tombstones);
  END IF;
END $merge$;

CREATE OR REPLACE FUNCTION "sales_cdc"."purchase_orders_apply"(events "sales_cdc"."purchase_orders_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  parsed "sales_cdc".event[];
  malformed boolean;
  expiring boolean;
  unknown boolean;
  changes "sales_cdc"."purchase_orders_change"[];
BEGIN
  SELECT array_agg(e::"sales_cdc".event),
    coalesce(bool_or((e.op NOT IN ('i', 'u', 'd', 'r') OR e.ts IS NULL OR num_nulls(((e.row -> 'customer') ->> 'value'), ((e.row -> 'month') ->> 'value')) > 0 OR (e.op IN ('i', 'u') AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) > 0)) IS NOT FALSE), false),
    count(e.expiry) > 0,
    coalesce(bool_or((e.row - '{"customer","month","at","line","shop_name","attributes","note","total","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[]) <> '{}'), false)
  INTO parsed, malformed, expiring, unknown
  FROM (
    SELECT e.row ->> '__op' AS op, CASE WHEN e.row ->> '__op' = 'd' THEN coalesce(((e.row -> 'note') ->> 'deletion_ts')::bigint, ((e.row -> 'at') ->> 'deletion_ts')::bigint, (e.row ->> '__source_ts_us')::bigint) ELSE (e.row ->> '__source_ts_us')::bigint END AS ts, e.row, e.raw,
      CASE WHEN e.row ->> '__op' IN ('i', 'u') AND (strpos(e.raw, '"deletion_ts":1') > 0 OR strpos(e.raw, '"deletion_ts":2') > 0 OR strpos(e.raw, '"deletion_ts":3') > 0 OR strpos(e.raw, '"deletion_ts":4') > 0) THEN least((e.row -> 'note' ->> 'deletion_ts')::bigint, (e.row -> 'total' ->> 'deletion_ts')::bigint) END AS expiry
    FROM (SELECT event::jsonb AS row, event AS raw FROM unnest(events) OFFSET 0) AS e OFFSET 0
  ) AS e;
  IF malformed THEN
    RAISE data_exception USING MESSAGE = 'the event has no operation, write time or primary key of this table';
  END IF;
  IF EXISTS (SELECT FROM unnest(parsed) AS e WHERE NOT (e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0)) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('"sales_cdc"."purchase_orders_rows"', 0));
    INSERT INTO "sales_cdc"."purchase_orders_partitions" AS p ("customer", "month", __deleted_ts, __range_ts)
    SELECT (((e.row -> 'customer') ->> 'value'))::uuid, (date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer)),
      max(e.ts) FILTER (WHERE e.op = 'd' AND num_nonnulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0),
      max(e.ts) FILTER (WHERE e.op = 'r' OR (e.op = 'd' AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) > 0 AND num_nonnulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) > 0))
    FROM unnest(parsed) AS e WHERE NOT (e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0)
    GROUP BY 1, 2
    ON CONFLICT ("customer", "month") DO UPDATE SET
      __deleted_ts = greatest(p.__deleted_ts, excluded.__deleted_ts),
      __range_ts = greatest(p.__range_ts, excluded.__range_ts);
    SELECT array_agg(ROW(t."customer", t."month", t."ordered_at", t."line", NULL, NULL, p.__deleted_ts, false, p.__deleted_ts, p.__deleted_ts)::"sales_cdc"."purchase_orders_change") INTO changes
    FROM "sales_cdc"."purchase_orders_rows" AS t JOIN "sales_cdc"."purchase_orders_partitions" AS p USING ("customer", "month")
    WHERE p.__deleted_ts IS NOT NULL AND ("customer", "month") IN (
      SELECT (((e.row -> 'customer') ->> 'value'))::uuid, (date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer)) FROM unnest(parsed) AS e WHERE e.op = 'd' AND num_nonnulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0);
    PERFORM "sales_cdc"."purchase_orders_merge"(coalesce(changes, '{}'));
  END IF;
  -- A statement may touch a row only once, and a row that has many events is written once.
  SELECT array_agg(joined.change) INTO changes
  FROM (
    SELECT "sales_cdc"."purchase_orders_join"(made.change) AS change
    FROM (
      SELECT ROW(
        ((c."customer" ->> 'value'))::uuid,
        (date '1970-01-01' + (((c."month" ->> 'value'))::integer # (-2147483648)::integer)),
        ((((timestamp 'epoch' + (((c."at" ->> 'value'))::bigint / 86400000) * interval '1 day' + (((c."at" ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC')) at time zone 'UTC')::timestamp(3),
        ((c."line" ->> 'value'))::integer,
        ((c."note" ->> 'value'))::varchar(40),
        (((c."total" ->> 'value'))::numeric)::numeric(12,2),
        CASE WHEN e.op <> 'u' THEN e.ts END,
        e.op = 'i' AND e.expiry IS NULL,
        CASE WHEN e.op = 'd' OR c."note" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."total" IS NOT NULL THEN e.ts END
      )::"sales_cdc"."purchase_orders_change" AS change
      FROM unnest(parsed) AS e, jsonb_to_record(e.row) AS c("customer" jsonb, "month" jsonb, "at" jsonb, "line" jsonb, "note" jsonb, "total" jsonb)
      WHERE e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0 OFFSET 0
    ) AS made
    GROUP BY (made.change)."customer", (made.change)."month", (made.change)."ordered_at", (made.change)."line"
  ) AS joined;
  IF changes IS NOT NULL THEN
    PERFORM "sales_cdc"."purchase_orders_merge"(changes);
  END IF;
  INSERT INTO "sales_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'orders', jsonb_build_object('customer', to_jsonb((((e.row -> 'customer') ->> 'value'))::uuid), 'month', to_jsonb((date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer)))), 'range delete', max(e.ts), min(now())
  FROM unnest(parsed) AS e JOIN "sales_cdc"."purchase_orders_partitions" AS p ON p."customer" = (((e.row -> 'customer') ->> 'value'))::uuid AND p."month" = (date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer)) WHERE p.__range_ts >= e.ts
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  IF expiring THEN
  INSERT INTO "sales_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'orders', jsonb_build_object('customer', to_jsonb((((e.row -> 'customer') ->> 'value'))::uuid), 'month', to_jsonb((date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer))), 'at', to_jsonb(((((timestamp 'epoch' + ((((e.row -> 'at') ->> 'value'))::bigint / 86400000) * interval '1 day' + ((((e.row -> 'at') ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC')) at time zone 'UTC')::timestamp(3)), 'line', to_jsonb((((e.row -> 'line') ->> 'value'))::integer)), 'expiry', max(e.ts), min(to_timestamp(e.expiry / 1000000 + 1))
  FROM unnest(parsed) AS e WHERE e.expiry IS NOT NULL
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
  IF unknown THEN
  INSERT INTO "sales_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'orders', jsonb_build_object('customer', to_jsonb((((e.row -> 'customer') ->> 'value'))::uuid), 'month', to_jsonb((date '1970-01-01' + ((((e.row -> 'month') ->> 'value'))::integer # (-2147483648)::integer))), 'at', to_jsonb(((((timestamp 'epoch' + ((((e.row -> 'at') ->> 'value'))::bigint / 86400000) * interval '1 day' + ((((e.row -> 'at') ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC')) at time zone 'UTC')::timestamp(3)), 'line', to_jsonb((((e.row -> 'line') ->> 'value'))::integer)), 'new column', max(e.ts), min(timestamptz 'infinity')
  FROM unnest(parsed) AS e WHERE e.op <> 'r' AND num_nulls(((e.row -> 'at') ->> 'value'), ((e.row -> 'line') ->> 'value')) = 0 AND e.op IN ('i', 'u') AND jsonb_path_exists(e.row - '{"customer","month","at","line","shop_name","attributes","note","total","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[], '$.* ? (@ != null)')
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
END $apply$;

CREATE OR REPLACE FUNCTION "sales_cdc"."purchase_orders_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  failed "sales_cdc"."purchase_orders_inlet";
BEGIN
  BEGIN
    PERFORM "sales_cdc"."purchase_orders_apply"(array_agg(e::"sales_cdc"."purchase_orders_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR failed IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "sales_cdc"."purchase_orders_apply"(ARRAY[failed]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "sales_cdc".dead_letters (table_name, topic, "partition", "offset", key, sqlstate, message, event)
        VALUES ('orders', 'eu.orders.changes', failed.__partition, failed.__offset, "sales_cdc".event_key(failed.event, '{"customer","month","at","line"}'), SQLSTATE, SQLERRM, failed.event);
      END;
    END LOOP;
  END;
  IF date_part('minute', now())::integer % 2 = 0 THEN
    IF pg_relation_size('"sales_cdc"."purchase_orders_inlet_1"') > 8388608 THEN
      BEGIN
        LOCK TABLE "sales_cdc"."purchase_orders_inlet_1" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "sales_cdc"."purchase_orders_inlet_1";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  ELSE
    IF pg_relation_size('"sales_cdc"."purchase_orders_inlet_0"') > 8388608 THEN
      BEGIN
        LOCK TABLE "sales_cdc"."purchase_orders_inlet_0" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "sales_cdc"."purchase_orders_inlet_0";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  END IF;
  RETURN NULL;
END $trigger$;
CREATE OR REPLACE TRIGGER merge AFTER INSERT ON "sales_cdc"."purchase_orders_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "sales_cdc"."purchase_orders_inlet_merge"();
