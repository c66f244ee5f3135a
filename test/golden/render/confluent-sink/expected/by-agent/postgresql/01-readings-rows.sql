CREATE TABLE IF NOT EXISTS "by_agent_cdc"."readings_rows" (
  "sensor" text NOT NULL,
  "at" timestamptz NOT NULL,
  "value" numeric,
  "note" text,
  __marker_ts bigint,
  __marker_live boolean NOT NULL DEFAULT false,
  "__ts_value" bigint,
  "__ts_note" bigint,
  PRIMARY KEY ("sensor", "at")
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "by_agent_cdc"."readings_partitions" (
  "sensor" text NOT NULL,
  __deleted_ts bigint,
  __range_ts bigint,
  PRIMARY KEY ("sensor")
);

CREATE TABLE IF NOT EXISTS "by_agent_cdc"."readings_inlet" (
  event text,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE IF NOT EXISTS "by_agent_cdc"."readings_inlet_0" PARTITION OF "by_agent_cdc"."readings_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE IF NOT EXISTS "by_agent_cdc"."readings_inlet_1" PARTITION OF "by_agent_cdc"."readings_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);
