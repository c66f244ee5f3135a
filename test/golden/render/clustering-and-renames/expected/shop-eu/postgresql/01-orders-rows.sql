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
