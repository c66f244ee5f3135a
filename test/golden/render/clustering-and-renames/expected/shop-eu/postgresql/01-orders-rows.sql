CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_rows" (
  "customer" uuid NOT NULL,
  "month" date NOT NULL,
  "ordered_at" timestamptz NOT NULL,
  "line" integer NOT NULL,
  "remark" text,
  "total" numeric,
  __marker_ts bigint NOT NULL DEFAULT '-9223372036854775808'::bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  __cell_ts bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY ("customer", "month", "ordered_at", "line")
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "sales_cdc"."purchase_orders_partitions" (
  "customer" uuid NOT NULL,
  "month" date NOT NULL,
  __deleted_ts bigint NOT NULL,
  PRIMARY KEY ("customer", "month")
);
