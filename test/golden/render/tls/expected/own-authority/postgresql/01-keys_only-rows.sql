CREATE TABLE IF NOT EXISTS "shop_cdc"."keys_only_rows" (
  "a" text NOT NULL,
  "b" integer NOT NULL,
  __marker_ts bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  PRIMARY KEY ("a", "b")
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "shop_cdc"."keys_only_inlet" (
  event text,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE IF NOT EXISTS "shop_cdc"."keys_only_inlet_0" PARTITION OF "shop_cdc"."keys_only_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE IF NOT EXISTS "shop_cdc"."keys_only_inlet_1" PARTITION OF "shop_cdc"."keys_only_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);
