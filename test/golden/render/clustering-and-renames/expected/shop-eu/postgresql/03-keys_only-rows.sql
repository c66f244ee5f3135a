CREATE TABLE IF NOT EXISTS "sales_cdc"."keys_only_rows" (
  "a" text NOT NULL,
  "b" integer NOT NULL,
  __marker_ts bigint NOT NULL DEFAULT '-9223372036854775808'::bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  __cell_ts bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY ("a", "b")
) WITH (fillfactor = 80);
