SELECT ((((NULL::timestamptz) at time zone 'UTC')::timestamp(3))::timestamp at time zone 'UTC');
SELECT (((NULL::text)::varchar(40))::text);
SELECT (((NULL::numeric)::numeric(12,2))::numeric);
CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_rows" (
  "customer" uuid NOT NULL,
  "month" date NOT NULL,
  "ordered_at" timestamp(3) NOT NULL,
  "line" integer NOT NULL,
  "remark" varchar(40),
  "total" numeric(12,2),
  __marker_ts bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  "__ts_remark" bigint,
  "__ts_total" bigint,
  PRIMARY KEY ("customer", "month", "ordered_at", "line")
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_partitions" (
  "customer" uuid NOT NULL,
  "month" date NOT NULL,
  __deleted_ts bigint,
  __range_ts bigint,
  PRIMARY KEY ("customer", "month")
);

CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_inlet" (
  event text,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_inlet_0" PARTITION OF "sales_cdc"."purchase_orders_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_inlet_1" PARTITION OF "sales_cdc"."purchase_orders_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);
