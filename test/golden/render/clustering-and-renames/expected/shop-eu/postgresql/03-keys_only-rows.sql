CREATE TABLE IF NOT EXISTS "sales_cdc"."keys_only_rows" (
  "a" text NOT NULL,
  "b" integer NOT NULL,
  __marker_ts bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  PRIMARY KEY ("a", "b")
) WITH (fillfactor = 80);
