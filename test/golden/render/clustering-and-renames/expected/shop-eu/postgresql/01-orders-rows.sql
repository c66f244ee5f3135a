CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_rows" (
  "customer" uuid NOT NULL,
  "month" date NOT NULL,
  "ordered_at" timestamptz NOT NULL,
  "line" integer NOT NULL,
  "remark" text,
  "total" numeric,
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
