CREATE OR REPLACE VIEW "sales"."purchase_orders" AS
SELECT
  "customer",
  "month",
  "ordered_at",
  "line",
  "remark",
  "total"
FROM "sales_cdc"."purchase_orders_rows"
WHERE __marker_live OR num_nonnulls("remark", "total") > 0;

DROP TYPE IF EXISTS "sales_cdc"."purchase_orders_change" CASCADE;
CREATE TYPE "sales_cdc"."purchase_orders_change" AS (
  "customer" uuid,
  "month" date,
  "ordered_at" timestamptz,
  "line" integer,
  "remark" text,
  "total" numeric,
  __marker_ts bigint,
  __marker_live boolean,
  __cell_ts bigint[]
);

CREATE OR REPLACE FUNCTION "sales_cdc"."purchase_orders_merge"(changes "sales_cdc"."purchase_orders_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
DECLARE
  tombstones "sales_cdc"."purchase_orders_change"[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('"sales_cdc"."purchase_orders_rows"', 0));
  INSERT INTO "sales_cdc"."purchase_orders_rows" AS t ("customer", "month", "ordered_at", "line", "remark", "total", __marker_ts, __marker_live, __cell_ts)
  SELECT c."customer", c."month", c."ordered_at", c."line", c."remark", c."total", c.__marker_ts, c.__marker_live, c.__cell_ts
  FROM unnest(changes) AS c
  ON CONFLICT ("customer", "month", "ordered_at", "line") DO UPDATE SET
    "remark" = CASE
      WHEN excluded.__cell_ts[1] > coalesce(t.__cell_ts[1], '-9223372036854775808'::bigint) THEN excluded."remark"
      WHEN excluded.__cell_ts[1] = t.__cell_ts[1] AND (excluded."remark" IS NULL OR convert_to(excluded."remark", 'UTF8') > convert_to(t."remark", 'UTF8')) THEN excluded."remark"
      ELSE t."remark" END,
    "total" = CASE
      WHEN excluded.__cell_ts[2] > coalesce(t.__cell_ts[2], '-9223372036854775808'::bigint) THEN excluded."total"
      WHEN excluded.__cell_ts[2] = t.__cell_ts[2] AND (excluded."total" IS NULL OR excluded."total" <> t."total" AND "sales_cdc".decimal_bytes(excluded."total") > "sales_cdc".decimal_bytes(t."total")) THEN excluded."total"
      ELSE t."total" END,
    __marker_live = CASE
      WHEN excluded.__marker_ts > t.__marker_ts THEN excluded.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN excluded.__marker_live AND t.__marker_live
      ELSE t.__marker_live END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __cell_ts = ARRAY[greatest(t.__cell_ts[1], excluded.__cell_ts[1]), greatest(t.__cell_ts[2], excluded.__cell_ts[2])];
  SELECT array_agg(ROW(c."customer", c."month", c."ordered_at", c."line", NULL, NULL, p.__deleted_ts, false, array_fill(p.__deleted_ts, ARRAY[2]))::"sales_cdc"."purchase_orders_change") INTO tombstones
  FROM unnest(changes) AS c JOIN "sales_cdc"."purchase_orders_partitions" AS p ON p."customer" = c."customer" AND p."month" = c."month"
  WHERE c.__marker_live OR c.__marker_ts <> p.__deleted_ts;
  IF tombstones IS NOT NULL THEN
    PERFORM "sales_cdc"."purchase_orders_merge"(tombstones);
  END IF;
END $merge$;

DROP TABLE IF EXISTS "sales_cdc"."purchase_orders_inlet" CASCADE;
CREATE TABLE "sales_cdc"."purchase_orders_inlet" (
  "customer_value" uuid,
  "month_value" integer,
  "at_value" bigint,
  "line_value" integer,
  "note_value" text,
  "note_set" boolean,
  "total_value" text,
  "total_set" boolean,
  __op text,
  __source_ts_us bigint,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE "sales_cdc"."purchase_orders_inlet_0" PARTITION OF "sales_cdc"."purchase_orders_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE "sales_cdc"."purchase_orders_inlet_1" PARTITION OF "sales_cdc"."purchase_orders_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);

CREATE OR REPLACE FUNCTION "sales_cdc"."purchase_orders_apply"(events "sales_cdc"."purchase_orders_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  batch "sales_cdc"."purchase_orders_change"[];
BEGIN
  IF EXISTS (SELECT FROM unnest(events) AS e WHERE e.__op = 'd' AND num_nonnulls(e."at_value", e."line_value") = 0) THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('"sales_cdc"."purchase_orders_rows"', 0));
    INSERT INTO "sales_cdc"."purchase_orders_partitions" AS p ("customer", "month", __deleted_ts)
    SELECT e."customer_value", (date '1970-01-01' + (e."month_value" # (-2147483648)::int)), max(e.__source_ts_us)
    FROM unnest(events) AS e WHERE e.__op = 'd' AND num_nonnulls(e."at_value", e."line_value") = 0
    GROUP BY 1, 2
    ON CONFLICT ("customer", "month") DO UPDATE SET __deleted_ts = greatest(p.__deleted_ts, excluded.__deleted_ts);
    SELECT array_agg(ROW(t."customer", t."month", t."ordered_at", t."line", NULL, NULL, p.__deleted_ts, false, array_fill(p.__deleted_ts, ARRAY[2]))::"sales_cdc"."purchase_orders_change") INTO batch
    FROM "sales_cdc"."purchase_orders_rows" AS t JOIN "sales_cdc"."purchase_orders_partitions" AS p USING ("customer", "month")
    WHERE ("customer", "month") IN (
      SELECT e."customer_value", (date '1970-01-01' + (e."month_value" # (-2147483648)::int)) FROM unnest(events) AS e WHERE e.__op = 'd' AND num_nonnulls(e."at_value", e."line_value") = 0);
    PERFORM "sales_cdc"."purchase_orders_merge"(coalesce(batch, '{}'));
  END IF;
  -- A statement may touch a key only once: the n-th event of each key is merged in the n-th round.
  FOR batch IN
    SELECT array_agg(numbered.change)
    FROM (
      SELECT ROW(
        e."customer_value",
        (date '1970-01-01' + (e."month_value" # (-2147483648)::int)),
        ((timestamp 'epoch' + (e."at_value" / 86400000) * interval '1 day' + (e."at_value" % 86400000) * interval '1 millisecond') at time zone 'UTC'),
        e."line_value",
        CASE WHEN e."note_set" AND e.__op <> 'd' THEN e."note_value" END,
        CASE WHEN e."total_set" AND e.__op <> 'd' THEN e."total_value"::numeric END,
        CASE e.__op WHEN 'u' THEN '-9223372036854775808'::bigint ELSE e.__source_ts_us END,
        e.__op = 'i',
        ARRAY[CASE WHEN e."note_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."total_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END]::bigint[]
      )::"sales_cdc"."purchase_orders_change" AS change,
        row_number() OVER (PARTITION BY e."customer_value", e."month_value", e."at_value", e."line_value") AS round
      FROM unnest(events) AS e
      WHERE e.__op IN ('i', 'u', 'd') AND num_nulls(e."customer_value", e."month_value", e."at_value", e."line_value") = 0
    ) AS numbered
    GROUP BY numbered.round
    ORDER BY numbered.round
  LOOP
    PERFORM "sales_cdc"."purchase_orders_merge"(batch);
  END LOOP;
  INSERT INTO "sales_cdc".reconcile_queue (table_name, key, reason, source_ts_us)
  SELECT 'orders', jsonb_build_object('customer', e."customer_value", 'month', (date '1970-01-01' + (e."month_value" # (-2147483648)::int))), 'range delete', e.__source_ts_us
  FROM unnest(events) AS e
  WHERE e.__op = 'r' OR (e.__op = 'd' AND num_nulls(e."customer_value", e."month_value", e."at_value", e."line_value") > 0 AND num_nonnulls(e."at_value", e."line_value") > 0);
END $apply$;

CREATE OR REPLACE FUNCTION "sales_cdc"."purchase_orders_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  event "sales_cdc"."purchase_orders_inlet";
BEGIN
  BEGIN
    PERFORM "sales_cdc"."purchase_orders_apply"(array_agg(e::"sales_cdc"."purchase_orders_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR event IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "sales_cdc"."purchase_orders_apply"(ARRAY[event]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "sales_cdc".dead_letters (table_name, topic, "partition", "offset", sqlstate, message, event)
        VALUES ('orders', 'eu.orders.changes', event.__partition, event.__offset, SQLSTATE, SQLERRM, to_jsonb(event));
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
CREATE TRIGGER merge AFTER INSERT ON "sales_cdc"."purchase_orders_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "sales_cdc"."purchase_orders_inlet_merge"();
