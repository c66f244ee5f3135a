CREATE OR REPLACE VIEW "shop"."every_type" AS
SELECT
  "id",
  "c_ascii",
  "c_bigint",
  "c_blob",
  "c_boolean",
  "c_date",
  "c_decimal",
  "c_double",
  "c_float",
  "c_inet",
  "c_int",
  "c_smallint",
  "c_text",
  "c_time",
  "c_timestamp",
  "c_timeuuid",
  "c_tinyint",
  "c_varint",
  "f_decimals",
  "f_texts",
  "f_uuids"
FROM "shop_cdc"."every_type_rows"
WHERE __marker_live OR num_nonnulls("c_ascii", "c_bigint", "c_blob", "c_boolean", "c_date", "c_decimal", "c_double", "c_float", "c_inet", "c_int", "c_smallint", "c_text", "c_time", "c_timestamp", "c_timeuuid", "c_tinyint", "c_varint", "f_decimals", "f_texts", "f_uuids") > 0;

DROP TYPE IF EXISTS "shop_cdc"."every_type_change" CASCADE;
CREATE TYPE "shop_cdc"."every_type_change" AS (
  "id" uuid,
  "c_ascii" text,
  "c_bigint" bigint,
  "c_blob" bytea,
  "c_boolean" boolean,
  "c_date" date,
  "c_decimal" numeric,
  "c_double" double precision,
  "c_float" real,
  "c_inet" inet,
  "c_int" integer,
  "c_smallint" smallint,
  "c_text" text,
  "c_time" time,
  "c_timestamp" timestamptz,
  "c_timeuuid" uuid,
  "c_tinyint" smallint,
  "c_varint" numeric,
  "f_decimals" numeric[],
  "f_texts" text[],
  "f_uuids" uuid[],
  __marker_ts bigint,
  __marker_live boolean,
  __cell_ts bigint[]
);

CREATE OR REPLACE FUNCTION "shop_cdc"."every_type_merge"(changes "shop_cdc"."every_type_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
BEGIN
  INSERT INTO "shop_cdc"."every_type_rows" AS t ("id", "c_ascii", "c_bigint", "c_blob", "c_boolean", "c_date", "c_decimal", "c_double", "c_float", "c_inet", "c_int", "c_smallint", "c_text", "c_time", "c_timestamp", "c_timeuuid", "c_tinyint", "c_varint", "f_decimals", "f_texts", "f_uuids", __marker_ts, __marker_live, __cell_ts)
  SELECT c."id", c."c_ascii", c."c_bigint", c."c_blob", c."c_boolean", c."c_date", c."c_decimal", c."c_double", c."c_float", c."c_inet", c."c_int", c."c_smallint", c."c_text", c."c_time", c."c_timestamp", c."c_timeuuid", c."c_tinyint", c."c_varint", c."f_decimals", c."f_texts", c."f_uuids", c.__marker_ts, c.__marker_live, c.__cell_ts
  FROM unnest(changes) AS c
  ON CONFLICT ("id") DO UPDATE SET
    "c_ascii" = CASE
      WHEN excluded.__cell_ts[1] > coalesce(t.__cell_ts[1], '-9223372036854775808'::bigint) THEN excluded."c_ascii"
      WHEN excluded.__cell_ts[1] = t.__cell_ts[1] AND (excluded."c_ascii" IS NULL OR convert_to(excluded."c_ascii", 'UTF8') > convert_to(t."c_ascii", 'UTF8')) THEN excluded."c_ascii"
      ELSE t."c_ascii" END,
    "c_bigint" = CASE
      WHEN excluded.__cell_ts[2] > coalesce(t.__cell_ts[2], '-9223372036854775808'::bigint) THEN excluded."c_bigint"
      WHEN excluded.__cell_ts[2] = t.__cell_ts[2] AND (excluded."c_bigint" IS NULL OR int8send(excluded."c_bigint") > int8send(t."c_bigint")) THEN excluded."c_bigint"
      ELSE t."c_bigint" END,
    "c_blob" = CASE
      WHEN excluded.__cell_ts[3] > coalesce(t.__cell_ts[3], '-9223372036854775808'::bigint) THEN excluded."c_blob"
      WHEN excluded.__cell_ts[3] = t.__cell_ts[3] AND (excluded."c_blob" IS NULL OR excluded."c_blob" > t."c_blob") THEN excluded."c_blob"
      ELSE t."c_blob" END,
    "c_boolean" = CASE
      WHEN excluded.__cell_ts[4] > coalesce(t.__cell_ts[4], '-9223372036854775808'::bigint) THEN excluded."c_boolean"
      WHEN excluded.__cell_ts[4] = t.__cell_ts[4] AND (excluded."c_boolean" IS NULL OR boolsend(excluded."c_boolean") > boolsend(t."c_boolean")) THEN excluded."c_boolean"
      ELSE t."c_boolean" END,
    "c_date" = CASE
      WHEN excluded.__cell_ts[5] > coalesce(t.__cell_ts[5], '-9223372036854775808'::bigint) THEN excluded."c_date"
      WHEN excluded.__cell_ts[5] = t.__cell_ts[5] AND (excluded."c_date" IS NULL OR int4send((excluded."c_date" - date '1970-01-01') # (-2147483648)::int) > int4send((t."c_date" - date '1970-01-01') # (-2147483648)::int)) THEN excluded."c_date"
      ELSE t."c_date" END,
    "c_decimal" = CASE
      WHEN excluded.__cell_ts[6] > coalesce(t.__cell_ts[6], '-9223372036854775808'::bigint) THEN excluded."c_decimal"
      WHEN excluded.__cell_ts[6] = t.__cell_ts[6] AND (excluded."c_decimal" IS NULL OR excluded."c_decimal" <> t."c_decimal" AND "shop_cdc".decimal_bytes(excluded."c_decimal") > "shop_cdc".decimal_bytes(t."c_decimal")) THEN excluded."c_decimal"
      ELSE t."c_decimal" END,
    "c_double" = CASE
      WHEN excluded.__cell_ts[7] > coalesce(t.__cell_ts[7], '-9223372036854775808'::bigint) THEN excluded."c_double"
      WHEN excluded.__cell_ts[7] = t.__cell_ts[7] AND (excluded."c_double" IS NULL OR float8send(excluded."c_double") > float8send(t."c_double")) THEN excluded."c_double"
      ELSE t."c_double" END,
    "c_float" = CASE
      WHEN excluded.__cell_ts[8] > coalesce(t.__cell_ts[8], '-9223372036854775808'::bigint) THEN excluded."c_float"
      WHEN excluded.__cell_ts[8] = t.__cell_ts[8] AND (excluded."c_float" IS NULL OR float4send(excluded."c_float") > float4send(t."c_float")) THEN excluded."c_float"
      ELSE t."c_float" END,
    "c_inet" = CASE
      WHEN excluded.__cell_ts[9] > coalesce(t.__cell_ts[9], '-9223372036854775808'::bigint) THEN excluded."c_inet"
      WHEN excluded.__cell_ts[9] = t.__cell_ts[9] AND (excluded."c_inet" IS NULL OR substring(inet_send(excluded."c_inet") from 5) > substring(inet_send(t."c_inet") from 5)) THEN excluded."c_inet"
      ELSE t."c_inet" END,
    "c_int" = CASE
      WHEN excluded.__cell_ts[10] > coalesce(t.__cell_ts[10], '-9223372036854775808'::bigint) THEN excluded."c_int"
      WHEN excluded.__cell_ts[10] = t.__cell_ts[10] AND (excluded."c_int" IS NULL OR int4send(excluded."c_int") > int4send(t."c_int")) THEN excluded."c_int"
      ELSE t."c_int" END,
    "c_smallint" = CASE
      WHEN excluded.__cell_ts[11] > coalesce(t.__cell_ts[11], '-9223372036854775808'::bigint) THEN excluded."c_smallint"
      WHEN excluded.__cell_ts[11] = t.__cell_ts[11] AND (excluded."c_smallint" IS NULL OR int2send(excluded."c_smallint") > int2send(t."c_smallint")) THEN excluded."c_smallint"
      ELSE t."c_smallint" END,
    "c_text" = CASE
      WHEN excluded.__cell_ts[12] > coalesce(t.__cell_ts[12], '-9223372036854775808'::bigint) THEN excluded."c_text"
      WHEN excluded.__cell_ts[12] = t.__cell_ts[12] AND (excluded."c_text" IS NULL OR convert_to(excluded."c_text", 'UTF8') > convert_to(t."c_text", 'UTF8')) THEN excluded."c_text"
      ELSE t."c_text" END,
    "c_time" = CASE
      WHEN excluded.__cell_ts[13] > coalesce(t.__cell_ts[13], '-9223372036854775808'::bigint) THEN excluded."c_time"
      WHEN excluded.__cell_ts[13] = t.__cell_ts[13] AND (excluded."c_time" IS NULL OR int8send((extract(epoch from excluded."c_time") * 1000000000)::bigint) > int8send((extract(epoch from t."c_time") * 1000000000)::bigint)) THEN excluded."c_time"
      ELSE t."c_time" END,
    "c_timestamp" = CASE
      WHEN excluded.__cell_ts[14] > coalesce(t.__cell_ts[14], '-9223372036854775808'::bigint) THEN excluded."c_timestamp"
      WHEN excluded.__cell_ts[14] = t.__cell_ts[14] AND (excluded."c_timestamp" IS NULL OR int8send((extract(epoch from excluded."c_timestamp") * 1000)::bigint) > int8send((extract(epoch from t."c_timestamp") * 1000)::bigint)) THEN excluded."c_timestamp"
      ELSE t."c_timestamp" END,
    "c_timeuuid" = CASE
      WHEN excluded.__cell_ts[15] > coalesce(t.__cell_ts[15], '-9223372036854775808'::bigint) THEN excluded."c_timeuuid"
      WHEN excluded.__cell_ts[15] = t.__cell_ts[15] AND (excluded."c_timeuuid" IS NULL OR uuid_send(excluded."c_timeuuid") > uuid_send(t."c_timeuuid")) THEN excluded."c_timeuuid"
      ELSE t."c_timeuuid" END,
    "c_tinyint" = CASE
      WHEN excluded.__cell_ts[16] > coalesce(t.__cell_ts[16], '-9223372036854775808'::bigint) THEN excluded."c_tinyint"
      WHEN excluded.__cell_ts[16] = t.__cell_ts[16] AND (excluded."c_tinyint" IS NULL OR substring(int2send(excluded."c_tinyint") from 2) > substring(int2send(t."c_tinyint") from 2)) THEN excluded."c_tinyint"
      ELSE t."c_tinyint" END,
    "c_varint" = CASE
      WHEN excluded.__cell_ts[17] > coalesce(t.__cell_ts[17], '-9223372036854775808'::bigint) THEN excluded."c_varint"
      WHEN excluded.__cell_ts[17] = t.__cell_ts[17] AND (excluded."c_varint" IS NULL OR excluded."c_varint" <> t."c_varint" AND "shop_cdc".varint_bytes(excluded."c_varint") > "shop_cdc".varint_bytes(t."c_varint")) THEN excluded."c_varint"
      ELSE t."c_varint" END,
    "f_decimals" = CASE
      WHEN excluded.__cell_ts[18] > coalesce(t.__cell_ts[18], '-9223372036854775808'::bigint) THEN excluded."f_decimals"
      WHEN excluded.__cell_ts[18] = t.__cell_ts[18] AND (excluded."f_decimals" IS NULL OR excluded."f_decimals" <> t."f_decimals" AND "shop_cdc".collection_bytes(array(select "shop_cdc".decimal_bytes(element) from unnest(excluded."f_decimals") with ordinality as item(element, position) order by position)) > "shop_cdc".collection_bytes(array(select "shop_cdc".decimal_bytes(element) from unnest(t."f_decimals") with ordinality as item(element, position) order by position))) THEN excluded."f_decimals"
      ELSE t."f_decimals" END,
    "f_texts" = CASE
      WHEN excluded.__cell_ts[19] > coalesce(t.__cell_ts[19], '-9223372036854775808'::bigint) THEN excluded."f_texts"
      WHEN excluded.__cell_ts[19] = t.__cell_ts[19] AND (excluded."f_texts" IS NULL OR excluded."f_texts" <> t."f_texts" AND "shop_cdc".collection_bytes(array(select convert_to(element, 'UTF8') from unnest(excluded."f_texts") with ordinality as item(element, position) order by position)) > "shop_cdc".collection_bytes(array(select convert_to(element, 'UTF8') from unnest(t."f_texts") with ordinality as item(element, position) order by position))) THEN excluded."f_texts"
      ELSE t."f_texts" END,
    "f_uuids" = CASE
      WHEN excluded.__cell_ts[20] > coalesce(t.__cell_ts[20], '-9223372036854775808'::bigint) THEN excluded."f_uuids"
      WHEN excluded.__cell_ts[20] = t.__cell_ts[20] AND (excluded."f_uuids" IS NULL OR excluded."f_uuids" <> t."f_uuids" AND "shop_cdc".collection_bytes(array(select uuid_send(element) from unnest(excluded."f_uuids") with ordinality as item(element, position) order by position)) > "shop_cdc".collection_bytes(array(select uuid_send(element) from unnest(t."f_uuids") with ordinality as item(element, position) order by position))) THEN excluded."f_uuids"
      ELSE t."f_uuids" END,
    __marker_live = CASE
      WHEN excluded.__marker_ts > t.__marker_ts THEN excluded.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN excluded.__marker_live AND t.__marker_live
      ELSE t.__marker_live END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __cell_ts = ARRAY[greatest(t.__cell_ts[1], excluded.__cell_ts[1]), greatest(t.__cell_ts[2], excluded.__cell_ts[2]), greatest(t.__cell_ts[3], excluded.__cell_ts[3]), greatest(t.__cell_ts[4], excluded.__cell_ts[4]), greatest(t.__cell_ts[5], excluded.__cell_ts[5]), greatest(t.__cell_ts[6], excluded.__cell_ts[6]), greatest(t.__cell_ts[7], excluded.__cell_ts[7]), greatest(t.__cell_ts[8], excluded.__cell_ts[8]), greatest(t.__cell_ts[9], excluded.__cell_ts[9]), greatest(t.__cell_ts[10], excluded.__cell_ts[10]), greatest(t.__cell_ts[11], excluded.__cell_ts[11]), greatest(t.__cell_ts[12], excluded.__cell_ts[12]), greatest(t.__cell_ts[13], excluded.__cell_ts[13]), greatest(t.__cell_ts[14], excluded.__cell_ts[14]), greatest(t.__cell_ts[15], excluded.__cell_ts[15]), greatest(t.__cell_ts[16], excluded.__cell_ts[16]), greatest(t.__cell_ts[17], excluded.__cell_ts[17]), greatest(t.__cell_ts[18], excluded.__cell_ts[18]), greatest(t.__cell_ts[19], excluded.__cell_ts[19]), greatest(t.__cell_ts[20], excluded.__cell_ts[20])];
END $merge$;

DROP TABLE IF EXISTS "shop_cdc"."every_type_inlet" CASCADE;
CREATE TABLE "shop_cdc"."every_type_inlet" (
  "id_value" uuid,
  "c_ascii_value" text,
  "c_ascii_set" boolean,
  "c_bigint_value" bigint,
  "c_bigint_set" boolean,
  "c_blob_value" bytea,
  "c_blob_set" boolean,
  "c_boolean_value" boolean,
  "c_boolean_set" boolean,
  "c_date_value" integer,
  "c_date_set" boolean,
  "c_decimal_value" text,
  "c_decimal_set" boolean,
  "c_double_value" double precision,
  "c_double_set" boolean,
  "c_float_value" real,
  "c_float_set" boolean,
  "c_inet_value" text,
  "c_inet_set" boolean,
  "c_int_value" integer,
  "c_int_set" boolean,
  "c_smallint_value" smallint,
  "c_smallint_set" boolean,
  "c_text_value" text,
  "c_text_set" boolean,
  "c_time_value" bigint,
  "c_time_set" boolean,
  "c_timestamp_value" bigint,
  "c_timestamp_set" boolean,
  "c_timeuuid_value" uuid,
  "c_timeuuid_set" boolean,
  "c_tinyint_value" smallint,
  "c_tinyint_set" boolean,
  "c_varint_value" text,
  "c_varint_set" boolean,
  "f_decimals_value" text[],
  "f_decimals_set" boolean,
  "f_texts_value" text[],
  "f_texts_set" boolean,
  "f_uuids_value" uuid[],
  "f_uuids_set" boolean,
  __op text,
  __source_ts_us bigint,
  __partition integer,
  __offset bigint,
  __slot integer NOT NULL DEFAULT (date_part('minute', now())::integer % 2)
) PARTITION BY LIST (__slot);
CREATE UNLOGGED TABLE "shop_cdc"."every_type_inlet_0" PARTITION OF "shop_cdc"."every_type_inlet" FOR VALUES IN (0) WITH (autovacuum_enabled = false);
CREATE UNLOGGED TABLE "shop_cdc"."every_type_inlet_1" PARTITION OF "shop_cdc"."every_type_inlet" FOR VALUES IN (1) WITH (autovacuum_enabled = false);

CREATE OR REPLACE FUNCTION "shop_cdc"."every_type_apply"(events "shop_cdc"."every_type_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  batch "shop_cdc"."every_type_change"[];
BEGIN
  -- A statement may touch a key only once: the n-th event of each key is merged in the n-th round.
  FOR batch IN
    SELECT array_agg(numbered.change)
    FROM (
      SELECT ROW(
        e."id_value",
        CASE WHEN e."c_ascii_set" AND e.__op <> 'd' THEN e."c_ascii_value" END,
        CASE WHEN e."c_bigint_set" AND e.__op <> 'd' THEN e."c_bigint_value" END,
        CASE WHEN e."c_blob_set" AND e.__op <> 'd' THEN e."c_blob_value" END,
        CASE WHEN e."c_boolean_set" AND e.__op <> 'd' THEN e."c_boolean_value" END,
        CASE WHEN e."c_date_set" AND e.__op <> 'd' THEN (date '1970-01-01' + (e."c_date_value" # (-2147483648)::int)) END,
        CASE WHEN e."c_decimal_set" AND e.__op <> 'd' THEN e."c_decimal_value"::numeric END,
        CASE WHEN e."c_double_set" AND e.__op <> 'd' THEN e."c_double_value" END,
        CASE WHEN e."c_float_set" AND e.__op <> 'd' THEN e."c_float_value" END,
        CASE WHEN e."c_inet_set" AND e.__op <> 'd' THEN split_part(e."c_inet_value", '/', 2)::inet END,
        CASE WHEN e."c_int_set" AND e.__op <> 'd' THEN e."c_int_value" END,
        CASE WHEN e."c_smallint_set" AND e.__op <> 'd' THEN e."c_smallint_value" END,
        CASE WHEN e."c_text_set" AND e.__op <> 'd' THEN e."c_text_value" END,
        CASE WHEN e."c_time_set" AND e.__op <> 'd' THEN (time '00:00' + (e."c_time_value" / 1000) * interval '1 microsecond') END,
        CASE WHEN e."c_timestamp_set" AND e.__op <> 'd' THEN ((timestamp 'epoch' + (e."c_timestamp_value" / 86400000) * interval '1 day' + (e."c_timestamp_value" % 86400000) * interval '1 millisecond') at time zone 'UTC') END,
        CASE WHEN e."c_timeuuid_set" AND e.__op <> 'd' THEN e."c_timeuuid_value" END,
        CASE WHEN e."c_tinyint_set" AND e.__op <> 'd' THEN e."c_tinyint_value" END,
        CASE WHEN e."c_varint_set" AND e.__op <> 'd' THEN e."c_varint_value"::numeric END,
        CASE WHEN e."f_decimals_set" AND e.__op <> 'd' THEN e."f_decimals_value"::numeric[] END,
        CASE WHEN e."f_texts_set" AND e.__op <> 'd' THEN e."f_texts_value" END,
        CASE WHEN e."f_uuids_set" AND e.__op <> 'd' THEN e."f_uuids_value" END,
        CASE e.__op WHEN 'u' THEN '-9223372036854775808'::bigint ELSE e.__source_ts_us END,
        e.__op = 'i',
        ARRAY[CASE WHEN e."c_ascii_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_bigint_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_blob_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_boolean_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_date_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_decimal_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_double_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_float_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_inet_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_int_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_smallint_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_text_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_time_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_timestamp_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_timeuuid_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_tinyint_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."c_varint_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."f_decimals_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."f_texts_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END, CASE WHEN e."f_uuids_set" OR e.__op = 'd' THEN e.__source_ts_us ELSE '-9223372036854775808'::bigint END]::bigint[]
      )::"shop_cdc"."every_type_change" AS change,
        row_number() OVER (PARTITION BY e."id_value") AS round
      FROM unnest(events) AS e
      WHERE e.__op IN ('i', 'u', 'd') AND num_nulls(e."id_value") = 0
    ) AS numbered
    GROUP BY numbered.round
    ORDER BY numbered.round
  LOOP
    PERFORM "shop_cdc"."every_type_merge"(batch);
  END LOOP;
END $apply$;

CREATE OR REPLACE FUNCTION "shop_cdc"."every_type_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  event "shop_cdc"."every_type_inlet";
BEGIN
  BEGIN
    PERFORM "shop_cdc"."every_type_apply"(array_agg(e::"shop_cdc"."every_type_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR event IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "shop_cdc"."every_type_apply"(ARRAY[event]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "shop_cdc".dead_letters (table_name, topic, "partition", "offset", sqlstate, message, event)
        VALUES ('every_type', 'cdc-events-every_type', event.__partition, event.__offset, SQLSTATE, SQLERRM, to_jsonb(event));
      END;
    END LOOP;
  END;
  IF date_part('minute', now())::integer % 2 = 0 THEN
    IF pg_relation_size('"shop_cdc"."every_type_inlet_1"') > 8388608 THEN
      BEGIN
        LOCK TABLE "shop_cdc"."every_type_inlet_1" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "shop_cdc"."every_type_inlet_1";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  ELSE
    IF pg_relation_size('"shop_cdc"."every_type_inlet_0"') > 8388608 THEN
      BEGIN
        LOCK TABLE "shop_cdc"."every_type_inlet_0" IN ACCESS EXCLUSIVE MODE NOWAIT;
        TRUNCATE "shop_cdc"."every_type_inlet_0";
      EXCEPTION WHEN lock_not_available OR object_in_use THEN
        NULL;
      END;
    END IF;
  END IF;
  RETURN NULL;
END $trigger$;
CREATE TRIGGER merge AFTER INSERT ON "shop_cdc"."every_type_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "shop_cdc"."every_type_inlet_merge"();
