SELECT "shop_cdc".make_view('"shop"."every_type"', ARRAY['id', 'c_ascii', 'c_bigint', 'c_blob', 'c_boolean', 'c_date', 'c_decimal', 'c_double', 'c_float', 'c_inet', 'c_int', 'c_smallint', 'c_text', 'c_time', 'c_timestamp', 'c_timeuuid', 'c_tinyint', 'c_varint', 'f_decimals', 'f_texts', 'f_uuids'], 'FROM "shop_cdc"."every_type_rows" WHERE __marker_live OR num_nonnulls("c_ascii", "c_bigint", "c_blob", "c_boolean", "c_date", "c_decimal", "c_double", "c_float", "c_inet", "c_int", "c_smallint", "c_text", "c_time", "c_timestamp", "c_timeuuid", "c_tinyint", "c_varint", "f_decimals", "f_texts", "f_uuids") > 0');

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
  "__ts_c_ascii" bigint,
  "__ts_c_bigint" bigint,
  "__ts_c_blob" bigint,
  "__ts_c_boolean" bigint,
  "__ts_c_date" bigint,
  "__ts_c_decimal" bigint,
  "__ts_c_double" bigint,
  "__ts_c_float" bigint,
  "__ts_c_inet" bigint,
  "__ts_c_int" bigint,
  "__ts_c_smallint" bigint,
  "__ts_c_text" bigint,
  "__ts_c_time" bigint,
  "__ts_c_timestamp" bigint,
  "__ts_c_timeuuid" bigint,
  "__ts_c_tinyint" bigint,
  "__ts_c_varint" bigint,
  "__ts_f_decimals" bigint,
  "__ts_f_texts" bigint,
  "__ts_f_uuids" bigint
);

CREATE FUNCTION "shop_cdc"."every_type_join"(mine "shop_cdc"."every_type_change", theirs "shop_cdc"."every_type_change") RETURNS "shop_cdc"."every_type_change"
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $join$
BEGIN
  RETURN ROW(
    mine."id",
    CASE
      WHEN theirs."__ts_c_ascii" IS NULL OR theirs."__ts_c_ascii" < mine."__ts_c_ascii" THEN mine."c_ascii"
      WHEN theirs."__ts_c_ascii" = mine."__ts_c_ascii" AND (theirs."c_ascii" IS NULL AND mine."c_ascii" IS NOT NULL OR convert_to(theirs."c_ascii", 'UTF8') > convert_to(mine."c_ascii", 'UTF8')) IS NOT TRUE THEN mine."c_ascii"
      ELSE theirs."c_ascii" END,
    CASE
      WHEN theirs."__ts_c_bigint" IS NULL OR theirs."__ts_c_bigint" < mine."__ts_c_bigint" THEN mine."c_bigint"
      WHEN theirs."__ts_c_bigint" = mine."__ts_c_bigint" AND (theirs."c_bigint" IS NULL AND mine."c_bigint" IS NOT NULL OR int8send(theirs."c_bigint") > int8send(mine."c_bigint")) IS NOT TRUE THEN mine."c_bigint"
      ELSE theirs."c_bigint" END,
    CASE
      WHEN theirs."__ts_c_blob" IS NULL OR theirs."__ts_c_blob" < mine."__ts_c_blob" THEN mine."c_blob"
      WHEN theirs."__ts_c_blob" = mine."__ts_c_blob" AND (theirs."c_blob" IS NULL AND mine."c_blob" IS NOT NULL OR theirs."c_blob" > mine."c_blob") IS NOT TRUE THEN mine."c_blob"
      ELSE theirs."c_blob" END,
    CASE
      WHEN theirs."__ts_c_boolean" IS NULL OR theirs."__ts_c_boolean" < mine."__ts_c_boolean" THEN mine."c_boolean"
      WHEN theirs."__ts_c_boolean" = mine."__ts_c_boolean" AND (theirs."c_boolean" IS NULL AND mine."c_boolean" IS NOT NULL OR boolsend(theirs."c_boolean") > boolsend(mine."c_boolean")) IS NOT TRUE THEN mine."c_boolean"
      ELSE theirs."c_boolean" END,
    CASE
      WHEN theirs."__ts_c_date" IS NULL OR theirs."__ts_c_date" < mine."__ts_c_date" THEN mine."c_date"
      WHEN theirs."__ts_c_date" = mine."__ts_c_date" AND (theirs."c_date" IS NULL AND mine."c_date" IS NOT NULL OR int4send((theirs."c_date" - date '1970-01-01') # (-2147483648)::integer) > int4send((mine."c_date" - date '1970-01-01') # (-2147483648)::integer)) IS NOT TRUE THEN mine."c_date"
      ELSE theirs."c_date" END,
    CASE
      WHEN theirs."__ts_c_decimal" IS NULL OR theirs."__ts_c_decimal" < mine."__ts_c_decimal" THEN mine."c_decimal"
      WHEN theirs."__ts_c_decimal" = mine."__ts_c_decimal" AND (theirs."c_decimal" IS NULL AND mine."c_decimal" IS NOT NULL OR theirs."c_decimal" <> mine."c_decimal" AND "shop_cdc".decimal_bytes(theirs."c_decimal") > "shop_cdc".decimal_bytes(mine."c_decimal")) IS NOT TRUE THEN mine."c_decimal"
      ELSE theirs."c_decimal" END,
    CASE
      WHEN theirs."__ts_c_double" IS NULL OR theirs."__ts_c_double" < mine."__ts_c_double" THEN mine."c_double"
      WHEN theirs."__ts_c_double" = mine."__ts_c_double" AND (theirs."c_double" IS NULL AND mine."c_double" IS NOT NULL OR float8send(theirs."c_double") > float8send(mine."c_double")) IS NOT TRUE THEN mine."c_double"
      ELSE theirs."c_double" END,
    CASE
      WHEN theirs."__ts_c_float" IS NULL OR theirs."__ts_c_float" < mine."__ts_c_float" THEN mine."c_float"
      WHEN theirs."__ts_c_float" = mine."__ts_c_float" AND (theirs."c_float" IS NULL AND mine."c_float" IS NOT NULL OR float4send(theirs."c_float") > float4send(mine."c_float")) IS NOT TRUE THEN mine."c_float"
      ELSE theirs."c_float" END,
    CASE
      WHEN theirs."__ts_c_inet" IS NULL OR theirs."__ts_c_inet" < mine."__ts_c_inet" THEN mine."c_inet"
      WHEN theirs."__ts_c_inet" = mine."__ts_c_inet" AND (theirs."c_inet" IS NULL AND mine."c_inet" IS NOT NULL OR substring(inet_send(theirs."c_inet") from 5) > substring(inet_send(mine."c_inet") from 5)) IS NOT TRUE THEN mine."c_inet"
      ELSE theirs."c_inet" END,
    CASE
      WHEN theirs."__ts_c_int" IS NULL OR theirs."__ts_c_int" < mine."__ts_c_int" THEN mine."c_int"
      WHEN theirs."__ts_c_int" = mine."__ts_c_int" AND (theirs."c_int" IS NULL AND mine."c_int" IS NOT NULL OR int4send(theirs."c_int") > int4send(mine."c_int")) IS NOT TRUE THEN mine."c_int"
      ELSE theirs."c_int" END,
    CASE
      WHEN theirs."__ts_c_smallint" IS NULL OR theirs."__ts_c_smallint" < mine."__ts_c_smallint" THEN mine."c_smallint"
      WHEN theirs."__ts_c_smallint" = mine."__ts_c_smallint" AND (theirs."c_smallint" IS NULL AND mine."c_smallint" IS NOT NULL OR int2send(theirs."c_smallint") > int2send(mine."c_smallint")) IS NOT TRUE THEN mine."c_smallint"
      ELSE theirs."c_smallint" END,
    CASE
      WHEN theirs."__ts_c_text" IS NULL OR theirs."__ts_c_text" < mine."__ts_c_text" THEN mine."c_text"
      WHEN theirs."__ts_c_text" = mine."__ts_c_text" AND (theirs."c_text" IS NULL AND mine."c_text" IS NOT NULL OR convert_to(theirs."c_text", 'UTF8') > convert_to(mine."c_text", 'UTF8')) IS NOT TRUE THEN mine."c_text"
      ELSE theirs."c_text" END,
    CASE
      WHEN theirs."__ts_c_time" IS NULL OR theirs."__ts_c_time" < mine."__ts_c_time" THEN mine."c_time"
      WHEN theirs."__ts_c_time" = mine."__ts_c_time" AND (theirs."c_time" IS NULL AND mine."c_time" IS NOT NULL OR int8send((extract(epoch from theirs."c_time") * 1000000000)::bigint) > int8send((extract(epoch from mine."c_time") * 1000000000)::bigint)) IS NOT TRUE THEN mine."c_time"
      ELSE theirs."c_time" END,
    CASE
      WHEN theirs."__ts_c_timestamp" IS NULL OR theirs."__ts_c_timestamp" < mine."__ts_c_timestamp" THEN mine."c_timestamp"
      WHEN theirs."__ts_c_timestamp" = mine."__ts_c_timestamp" AND (theirs."c_timestamp" IS NULL AND mine."c_timestamp" IS NOT NULL OR int8send((extract(epoch from theirs."c_timestamp") * 1000)::bigint) > int8send((extract(epoch from mine."c_timestamp") * 1000)::bigint)) IS NOT TRUE THEN mine."c_timestamp"
      ELSE theirs."c_timestamp" END,
    CASE
      WHEN theirs."__ts_c_timeuuid" IS NULL OR theirs."__ts_c_timeuuid" < mine."__ts_c_timeuuid" THEN mine."c_timeuuid"
      WHEN theirs."__ts_c_timeuuid" = mine."__ts_c_timeuuid" AND (theirs."c_timeuuid" IS NULL AND mine."c_timeuuid" IS NOT NULL OR uuid_send(theirs."c_timeuuid") > uuid_send(mine."c_timeuuid")) IS NOT TRUE THEN mine."c_timeuuid"
      ELSE theirs."c_timeuuid" END,
    CASE
      WHEN theirs."__ts_c_tinyint" IS NULL OR theirs."__ts_c_tinyint" < mine."__ts_c_tinyint" THEN mine."c_tinyint"
      WHEN theirs."__ts_c_tinyint" = mine."__ts_c_tinyint" AND (theirs."c_tinyint" IS NULL AND mine."c_tinyint" IS NOT NULL OR substring(int2send(theirs."c_tinyint") from 2) > substring(int2send(mine."c_tinyint") from 2)) IS NOT TRUE THEN mine."c_tinyint"
      ELSE theirs."c_tinyint" END,
    CASE
      WHEN theirs."__ts_c_varint" IS NULL OR theirs."__ts_c_varint" < mine."__ts_c_varint" THEN mine."c_varint"
      WHEN theirs."__ts_c_varint" = mine."__ts_c_varint" AND (theirs."c_varint" IS NULL AND mine."c_varint" IS NOT NULL OR theirs."c_varint" <> mine."c_varint" AND "shop_cdc".varint_bytes(theirs."c_varint") > "shop_cdc".varint_bytes(mine."c_varint")) IS NOT TRUE THEN mine."c_varint"
      ELSE theirs."c_varint" END,
    CASE
      WHEN theirs."__ts_f_decimals" IS NULL OR theirs."__ts_f_decimals" < mine."__ts_f_decimals" THEN mine."f_decimals"
      WHEN theirs."__ts_f_decimals" = mine."__ts_f_decimals" AND (theirs."f_decimals" IS NULL AND mine."f_decimals" IS NOT NULL OR theirs."f_decimals" <> mine."f_decimals" AND "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(theirs."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(mine."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN mine."f_decimals"
      ELSE theirs."f_decimals" END,
    CASE
      WHEN theirs."__ts_f_texts" IS NULL OR theirs."__ts_f_texts" < mine."__ts_f_texts" THEN mine."f_texts"
      WHEN theirs."__ts_f_texts" = mine."__ts_f_texts" AND (theirs."f_texts" IS NULL AND mine."f_texts" IS NOT NULL OR theirs."f_texts" <> mine."f_texts" AND "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(theirs."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(mine."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN mine."f_texts"
      ELSE theirs."f_texts" END,
    CASE
      WHEN theirs."__ts_f_uuids" IS NULL OR theirs."__ts_f_uuids" < mine."__ts_f_uuids" THEN mine."f_uuids"
      WHEN theirs."__ts_f_uuids" = mine."__ts_f_uuids" AND (theirs."f_uuids" IS NULL AND mine."f_uuids" IS NOT NULL OR theirs."f_uuids" <> mine."f_uuids" AND "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(theirs."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(mine."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN mine."f_uuids"
      ELSE theirs."f_uuids" END,
    greatest(mine.__marker_ts, theirs.__marker_ts),
    CASE
      WHEN theirs.__marker_ts IS NULL OR theirs.__marker_ts < mine.__marker_ts THEN mine.__marker_live
      WHEN theirs.__marker_ts = mine.__marker_ts THEN mine.__marker_live AND theirs.__marker_live
      ELSE theirs.__marker_live END,
    greatest(mine."__ts_c_ascii", theirs."__ts_c_ascii"),
    greatest(mine."__ts_c_bigint", theirs."__ts_c_bigint"),
    greatest(mine."__ts_c_blob", theirs."__ts_c_blob"),
    greatest(mine."__ts_c_boolean", theirs."__ts_c_boolean"),
    greatest(mine."__ts_c_date", theirs."__ts_c_date"),
    greatest(mine."__ts_c_decimal", theirs."__ts_c_decimal"),
    greatest(mine."__ts_c_double", theirs."__ts_c_double"),
    greatest(mine."__ts_c_float", theirs."__ts_c_float"),
    greatest(mine."__ts_c_inet", theirs."__ts_c_inet"),
    greatest(mine."__ts_c_int", theirs."__ts_c_int"),
    greatest(mine."__ts_c_smallint", theirs."__ts_c_smallint"),
    greatest(mine."__ts_c_text", theirs."__ts_c_text"),
    greatest(mine."__ts_c_time", theirs."__ts_c_time"),
    greatest(mine."__ts_c_timestamp", theirs."__ts_c_timestamp"),
    greatest(mine."__ts_c_timeuuid", theirs."__ts_c_timeuuid"),
    greatest(mine."__ts_c_tinyint", theirs."__ts_c_tinyint"),
    greatest(mine."__ts_c_varint", theirs."__ts_c_varint"),
    greatest(mine."__ts_f_decimals", theirs."__ts_f_decimals"),
    greatest(mine."__ts_f_texts", theirs."__ts_f_texts"),
    greatest(mine."__ts_f_uuids", theirs."__ts_f_uuids")
  );
END $join$;
CREATE AGGREGATE "shop_cdc"."every_type_join"("shop_cdc"."every_type_change") (SFUNC = "shop_cdc"."every_type_join", STYPE = "shop_cdc"."every_type_change");

CREATE FUNCTION "shop_cdc"."every_type_merge"(changes "shop_cdc"."every_type_change"[]) RETURNS void
LANGUAGE plpgsql AS $merge$
BEGIN
  INSERT INTO "shop_cdc"."every_type_rows" AS t ("id", "c_ascii", "c_bigint", "c_blob", "c_boolean", "c_date", "c_decimal", "c_double", "c_float", "c_inet", "c_int", "c_smallint", "c_text", "c_time", "c_timestamp", "c_timeuuid", "c_tinyint", "c_varint", "f_decimals", "f_texts", "f_uuids", __marker_ts, __marker_live, "__ts_c_ascii", "__ts_c_bigint", "__ts_c_blob", "__ts_c_boolean", "__ts_c_date", "__ts_c_decimal", "__ts_c_double", "__ts_c_float", "__ts_c_inet", "__ts_c_int", "__ts_c_smallint", "__ts_c_text", "__ts_c_time", "__ts_c_timestamp", "__ts_c_timeuuid", "__ts_c_tinyint", "__ts_c_varint", "__ts_f_decimals", "__ts_f_texts", "__ts_f_uuids")
  SELECT c."id", c."c_ascii", c."c_bigint", c."c_blob", c."c_boolean", c."c_date", c."c_decimal", c."c_double", c."c_float", c."c_inet", c."c_int", c."c_smallint", c."c_text", c."c_time", c."c_timestamp", c."c_timeuuid", c."c_tinyint", c."c_varint", c."f_decimals", c."f_texts", c."f_uuids", c.__marker_ts, c.__marker_live, c."__ts_c_ascii", c."__ts_c_bigint", c."__ts_c_blob", c."__ts_c_boolean", c."__ts_c_date", c."__ts_c_decimal", c."__ts_c_double", c."__ts_c_float", c."__ts_c_inet", c."__ts_c_int", c."__ts_c_smallint", c."__ts_c_text", c."__ts_c_time", c."__ts_c_timestamp", c."__ts_c_timeuuid", c."__ts_c_tinyint", c."__ts_c_varint", c."__ts_f_decimals", c."__ts_f_texts", c."__ts_f_uuids"
  FROM unnest(changes) AS c
  ON CONFLICT ("id") DO UPDATE SET
    "c_ascii" = CASE
      WHEN excluded."__ts_c_ascii" IS NULL OR excluded."__ts_c_ascii" < t."__ts_c_ascii" THEN t."c_ascii"
      WHEN excluded."__ts_c_ascii" = t."__ts_c_ascii" AND (excluded."c_ascii" IS NULL AND t."c_ascii" IS NOT NULL OR convert_to(excluded."c_ascii", 'UTF8') > convert_to(t."c_ascii", 'UTF8')) IS NOT TRUE THEN t."c_ascii"
      ELSE excluded."c_ascii" END,
    "c_bigint" = CASE
      WHEN excluded."__ts_c_bigint" IS NULL OR excluded."__ts_c_bigint" < t."__ts_c_bigint" THEN t."c_bigint"
      WHEN excluded."__ts_c_bigint" = t."__ts_c_bigint" AND (excluded."c_bigint" IS NULL AND t."c_bigint" IS NOT NULL OR int8send(excluded."c_bigint") > int8send(t."c_bigint")) IS NOT TRUE THEN t."c_bigint"
      ELSE excluded."c_bigint" END,
    "c_blob" = CASE
      WHEN excluded."__ts_c_blob" IS NULL OR excluded."__ts_c_blob" < t."__ts_c_blob" THEN t."c_blob"
      WHEN excluded."__ts_c_blob" = t."__ts_c_blob" AND (excluded."c_blob" IS NULL AND t."c_blob" IS NOT NULL OR excluded."c_blob" > t."c_blob") IS NOT TRUE THEN t."c_blob"
      ELSE excluded."c_blob" END,
    "c_boolean" = CASE
      WHEN excluded."__ts_c_boolean" IS NULL OR excluded."__ts_c_boolean" < t."__ts_c_boolean" THEN t."c_boolean"
      WHEN excluded."__ts_c_boolean" = t."__ts_c_boolean" AND (excluded."c_boolean" IS NULL AND t."c_boolean" IS NOT NULL OR boolsend(excluded."c_boolean") > boolsend(t."c_boolean")) IS NOT TRUE THEN t."c_boolean"
      ELSE excluded."c_boolean" END,
    "c_date" = CASE
      WHEN excluded."__ts_c_date" IS NULL OR excluded."__ts_c_date" < t."__ts_c_date" THEN t."c_date"
      WHEN excluded."__ts_c_date" = t."__ts_c_date" AND (excluded."c_date" IS NULL AND t."c_date" IS NOT NULL OR int4send((excluded."c_date" - date '1970-01-01') # (-2147483648)::integer) > int4send((t."c_date" - date '1970-01-01') # (-2147483648)::integer)) IS NOT TRUE THEN t."c_date"
      ELSE excluded."c_date" END,
    "c_decimal" = CASE
      WHEN excluded."__ts_c_decimal" IS NULL OR excluded."__ts_c_decimal" < t."__ts_c_decimal" THEN t."c_decimal"
      WHEN excluded."__ts_c_decimal" = t."__ts_c_decimal" AND (excluded."c_decimal" IS NULL AND t."c_decimal" IS NOT NULL OR excluded."c_decimal" <> t."c_decimal" AND "shop_cdc".decimal_bytes(excluded."c_decimal") > "shop_cdc".decimal_bytes(t."c_decimal")) IS NOT TRUE THEN t."c_decimal"
      ELSE excluded."c_decimal" END,
    "c_double" = CASE
      WHEN excluded."__ts_c_double" IS NULL OR excluded."__ts_c_double" < t."__ts_c_double" THEN t."c_double"
      WHEN excluded."__ts_c_double" = t."__ts_c_double" AND (excluded."c_double" IS NULL AND t."c_double" IS NOT NULL OR float8send(excluded."c_double") > float8send(t."c_double")) IS NOT TRUE THEN t."c_double"
      ELSE excluded."c_double" END,
    "c_float" = CASE
      WHEN excluded."__ts_c_float" IS NULL OR excluded."__ts_c_float" < t."__ts_c_float" THEN t."c_float"
      WHEN excluded."__ts_c_float" = t."__ts_c_float" AND (excluded."c_float" IS NULL AND t."c_float" IS NOT NULL OR float4send(excluded."c_float") > float4send(t."c_float")) IS NOT TRUE THEN t."c_float"
      ELSE excluded."c_float" END,
    "c_inet" = CASE
      WHEN excluded."__ts_c_inet" IS NULL OR excluded."__ts_c_inet" < t."__ts_c_inet" THEN t."c_inet"
      WHEN excluded."__ts_c_inet" = t."__ts_c_inet" AND (excluded."c_inet" IS NULL AND t."c_inet" IS NOT NULL OR substring(inet_send(excluded."c_inet") from 5) > substring(inet_send(t."c_inet") from 5)) IS NOT TRUE THEN t."c_inet"
      ELSE excluded."c_inet" END,
    "c_int" = CASE
      WHEN excluded."__ts_c_int" IS NULL OR excluded."__ts_c_int" < t."__ts_c_int" THEN t."c_int"
      WHEN excluded."__ts_c_int" = t."__ts_c_int" AND (excluded."c_int" IS NULL AND t."c_int" IS NOT NULL OR int4send(excluded."c_int") > int4send(t."c_int")) IS NOT TRUE THEN t."c_int"
      ELSE excluded."c_int" END,
    "c_smallint" = CASE
      WHEN excluded."__ts_c_smallint" IS NULL OR excluded."__ts_c_smallint" < t."__ts_c_smallint" THEN t."c_smallint"
      WHEN excluded."__ts_c_smallint" = t."__ts_c_smallint" AND (excluded."c_smallint" IS NULL AND t."c_smallint" IS NOT NULL OR int2send(excluded."c_smallint") > int2send(t."c_smallint")) IS NOT TRUE THEN t."c_smallint"
      ELSE excluded."c_smallint" END,
    "c_text" = CASE
      WHEN excluded."__ts_c_text" IS NULL OR excluded."__ts_c_text" < t."__ts_c_text" THEN t."c_text"
      WHEN excluded."__ts_c_text" = t."__ts_c_text" AND (excluded."c_text" IS NULL AND t."c_text" IS NOT NULL OR convert_to(excluded."c_text", 'UTF8') > convert_to(t."c_text", 'UTF8')) IS NOT TRUE THEN t."c_text"
      ELSE excluded."c_text" END,
    "c_time" = CASE
      WHEN excluded."__ts_c_time" IS NULL OR excluded."__ts_c_time" < t."__ts_c_time" THEN t."c_time"
      WHEN excluded."__ts_c_time" = t."__ts_c_time" AND (excluded."c_time" IS NULL AND t."c_time" IS NOT NULL OR int8send((extract(epoch from excluded."c_time") * 1000000000)::bigint) > int8send((extract(epoch from t."c_time") * 1000000000)::bigint)) IS NOT TRUE THEN t."c_time"
      ELSE excluded."c_time" END,
    "c_timestamp" = CASE
      WHEN excluded."__ts_c_timestamp" IS NULL OR excluded."__ts_c_timestamp" < t."__ts_c_timestamp" THEN t."c_timestamp"
      WHEN excluded."__ts_c_timestamp" = t."__ts_c_timestamp" AND (excluded."c_timestamp" IS NULL AND t."c_timestamp" IS NOT NULL OR int8send((extract(epoch from excluded."c_timestamp") * 1000)::bigint) > int8send((extract(epoch from t."c_timestamp") * 1000)::bigint)) IS NOT TRUE THEN t."c_timestamp"
      ELSE excluded."c_timestamp" END,
    "c_timeuuid" = CASE
      WHEN excluded."__ts_c_timeuuid" IS NULL OR excluded."__ts_c_timeuuid" < t."__ts_c_timeuuid" THEN t."c_timeuuid"
      WHEN excluded."__ts_c_timeuuid" = t."__ts_c_timeuuid" AND (excluded."c_timeuuid" IS NULL AND t."c_timeuuid" IS NOT NULL OR uuid_send(excluded."c_timeuuid") > uuid_send(t."c_timeuuid")) IS NOT TRUE THEN t."c_timeuuid"
      ELSE excluded."c_timeuuid" END,
    "c_tinyint" = CASE
      WHEN excluded."__ts_c_tinyint" IS NULL OR excluded."__ts_c_tinyint" < t."__ts_c_tinyint" THEN t."c_tinyint"
      WHEN excluded."__ts_c_tinyint" = t."__ts_c_tinyint" AND (excluded."c_tinyint" IS NULL AND t."c_tinyint" IS NOT NULL OR substring(int2send(excluded."c_tinyint") from 2) > substring(int2send(t."c_tinyint") from 2)) IS NOT TRUE THEN t."c_tinyint"
      ELSE excluded."c_tinyint" END,
    "c_varint" = CASE
      WHEN excluded."__ts_c_varint" IS NULL OR excluded."__ts_c_varint" < t."__ts_c_varint" THEN t."c_varint"
      WHEN excluded."__ts_c_varint" = t."__ts_c_varint" AND (excluded."c_varint" IS NULL AND t."c_varint" IS NOT NULL OR excluded."c_varint" <> t."c_varint" AND "shop_cdc".varint_bytes(excluded."c_varint") > "shop_cdc".varint_bytes(t."c_varint")) IS NOT TRUE THEN t."c_varint"
      ELSE excluded."c_varint" END,
    "f_decimals" = CASE
      WHEN excluded."__ts_f_decimals" IS NULL OR excluded."__ts_f_decimals" < t."__ts_f_decimals" THEN t."f_decimals"
      WHEN excluded."__ts_f_decimals" = t."__ts_f_decimals" AND (excluded."f_decimals" IS NULL AND t."f_decimals" IS NOT NULL OR excluded."f_decimals" <> t."f_decimals" AND "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(excluded."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(t."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN t."f_decimals"
      ELSE excluded."f_decimals" END,
    "f_texts" = CASE
      WHEN excluded."__ts_f_texts" IS NULL OR excluded."__ts_f_texts" < t."__ts_f_texts" THEN t."f_texts"
      WHEN excluded."__ts_f_texts" = t."__ts_f_texts" AND (excluded."f_texts" IS NULL AND t."f_texts" IS NOT NULL OR excluded."f_texts" <> t."f_texts" AND "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(excluded."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(t."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN t."f_texts"
      ELSE excluded."f_texts" END,
    "f_uuids" = CASE
      WHEN excluded."__ts_f_uuids" IS NULL OR excluded."__ts_f_uuids" < t."__ts_f_uuids" THEN t."f_uuids"
      WHEN excluded."__ts_f_uuids" = t."__ts_f_uuids" AND (excluded."f_uuids" IS NULL AND t."f_uuids" IS NOT NULL OR excluded."f_uuids" <> t."f_uuids" AND "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(excluded."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(t."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position))) IS NOT TRUE THEN t."f_uuids"
      ELSE excluded."f_uuids" END,
    __marker_ts = greatest(t.__marker_ts, excluded.__marker_ts),
    __marker_live = CASE
      WHEN excluded.__marker_ts IS NULL OR excluded.__marker_ts < t.__marker_ts THEN t.__marker_live
      WHEN excluded.__marker_ts = t.__marker_ts THEN t.__marker_live AND excluded.__marker_live
      ELSE excluded.__marker_live END,
    "__ts_c_ascii" = greatest(t."__ts_c_ascii", excluded."__ts_c_ascii"),
    "__ts_c_bigint" = greatest(t."__ts_c_bigint", excluded."__ts_c_bigint"),
    "__ts_c_blob" = greatest(t."__ts_c_blob", excluded."__ts_c_blob"),
    "__ts_c_boolean" = greatest(t."__ts_c_boolean", excluded."__ts_c_boolean"),
    "__ts_c_date" = greatest(t."__ts_c_date", excluded."__ts_c_date"),
    "__ts_c_decimal" = greatest(t."__ts_c_decimal", excluded."__ts_c_decimal"),
    "__ts_c_double" = greatest(t."__ts_c_double", excluded."__ts_c_double"),
    "__ts_c_float" = greatest(t."__ts_c_float", excluded."__ts_c_float"),
    "__ts_c_inet" = greatest(t."__ts_c_inet", excluded."__ts_c_inet"),
    "__ts_c_int" = greatest(t."__ts_c_int", excluded."__ts_c_int"),
    "__ts_c_smallint" = greatest(t."__ts_c_smallint", excluded."__ts_c_smallint"),
    "__ts_c_text" = greatest(t."__ts_c_text", excluded."__ts_c_text"),
    "__ts_c_time" = greatest(t."__ts_c_time", excluded."__ts_c_time"),
    "__ts_c_timestamp" = greatest(t."__ts_c_timestamp", excluded."__ts_c_timestamp"),
    "__ts_c_timeuuid" = greatest(t."__ts_c_timeuuid", excluded."__ts_c_timeuuid"),
    "__ts_c_tinyint" = greatest(t."__ts_c_tinyint", excluded."__ts_c_tinyint"),
    "__ts_c_varint" = greatest(t."__ts_c_varint", excluded."__ts_c_varint"),
    "__ts_f_decimals" = greatest(t."__ts_f_decimals", excluded."__ts_f_decimals"),
    "__ts_f_texts" = greatest(t."__ts_f_texts", excluded."__ts_f_texts"),
    "__ts_f_uuids" = greatest(t."__ts_f_uuids", excluded."__ts_f_uuids")
  WHERE (excluded.__marker_ts IS NOT NULL AND t.__marker_ts IS NULL) OR excluded.__marker_ts > t.__marker_ts
      OR (excluded.__marker_ts = t.__marker_ts AND (t.__marker_live AND NOT excluded.__marker_live))
      OR (excluded."__ts_c_ascii" IS NOT NULL AND t."__ts_c_ascii" IS NULL) OR excluded."__ts_c_ascii" > t."__ts_c_ascii"
      OR (excluded."__ts_c_ascii" = t."__ts_c_ascii" AND (excluded."c_ascii" IS NULL AND t."c_ascii" IS NOT NULL OR convert_to(excluded."c_ascii", 'UTF8') > convert_to(t."c_ascii", 'UTF8')))
      OR (excluded."__ts_c_bigint" IS NOT NULL AND t."__ts_c_bigint" IS NULL) OR excluded."__ts_c_bigint" > t."__ts_c_bigint"
      OR (excluded."__ts_c_bigint" = t."__ts_c_bigint" AND (excluded."c_bigint" IS NULL AND t."c_bigint" IS NOT NULL OR int8send(excluded."c_bigint") > int8send(t."c_bigint")))
      OR (excluded."__ts_c_blob" IS NOT NULL AND t."__ts_c_blob" IS NULL) OR excluded."__ts_c_blob" > t."__ts_c_blob"
      OR (excluded."__ts_c_blob" = t."__ts_c_blob" AND (excluded."c_blob" IS NULL AND t."c_blob" IS NOT NULL OR excluded."c_blob" > t."c_blob"))
      OR (excluded."__ts_c_boolean" IS NOT NULL AND t."__ts_c_boolean" IS NULL) OR excluded."__ts_c_boolean" > t."__ts_c_boolean"
      OR (excluded."__ts_c_boolean" = t."__ts_c_boolean" AND (excluded."c_boolean" IS NULL AND t."c_boolean" IS NOT NULL OR boolsend(excluded."c_boolean") > boolsend(t."c_boolean")))
      OR (excluded."__ts_c_date" IS NOT NULL AND t."__ts_c_date" IS NULL) OR excluded."__ts_c_date" > t."__ts_c_date"
      OR (excluded."__ts_c_date" = t."__ts_c_date" AND (excluded."c_date" IS NULL AND t."c_date" IS NOT NULL OR int4send((excluded."c_date" - date '1970-01-01') # (-2147483648)::integer) > int4send((t."c_date" - date '1970-01-01') # (-2147483648)::integer)))
      OR (excluded."__ts_c_decimal" IS NOT NULL AND t."__ts_c_decimal" IS NULL) OR excluded."__ts_c_decimal" > t."__ts_c_decimal"
      OR (excluded."__ts_c_decimal" = t."__ts_c_decimal" AND (excluded."c_decimal" IS NULL AND t."c_decimal" IS NOT NULL OR excluded."c_decimal" <> t."c_decimal" AND "shop_cdc".decimal_bytes(excluded."c_decimal") > "shop_cdc".decimal_bytes(t."c_decimal")))
      OR (excluded."__ts_c_double" IS NOT NULL AND t."__ts_c_double" IS NULL) OR excluded."__ts_c_double" > t."__ts_c_double"
      OR (excluded."__ts_c_double" = t."__ts_c_double" AND (excluded."c_double" IS NULL AND t."c_double" IS NOT NULL OR float8send(excluded."c_double") > float8send(t."c_double")))
      OR (excluded."__ts_c_float" IS NOT NULL AND t."__ts_c_float" IS NULL) OR excluded."__ts_c_float" > t."__ts_c_float"
      OR (excluded."__ts_c_float" = t."__ts_c_float" AND (excluded."c_float" IS NULL AND t."c_float" IS NOT NULL OR float4send(excluded."c_float") > float4send(t."c_float")))
      OR (excluded."__ts_c_inet" IS NOT NULL AND t."__ts_c_inet" IS NULL) OR excluded."__ts_c_inet" > t."__ts_c_inet"
      OR (excluded."__ts_c_inet" = t."__ts_c_inet" AND (excluded."c_inet" IS NULL AND t."c_inet" IS NOT NULL OR substring(inet_send(excluded."c_inet") from 5) > substring(inet_send(t."c_inet") from 5)))
      OR (excluded."__ts_c_int" IS NOT NULL AND t."__ts_c_int" IS NULL) OR excluded."__ts_c_int" > t."__ts_c_int"
      OR (excluded."__ts_c_int" = t."__ts_c_int" AND (excluded."c_int" IS NULL AND t."c_int" IS NOT NULL OR int4send(excluded."c_int") > int4send(t."c_int")))
      OR (excluded."__ts_c_smallint" IS NOT NULL AND t."__ts_c_smallint" IS NULL) OR excluded."__ts_c_smallint" > t."__ts_c_smallint"
      OR (excluded."__ts_c_smallint" = t."__ts_c_smallint" AND (excluded."c_smallint" IS NULL AND t."c_smallint" IS NOT NULL OR int2send(excluded."c_smallint") > int2send(t."c_smallint")))
      OR (excluded."__ts_c_text" IS NOT NULL AND t."__ts_c_text" IS NULL) OR excluded."__ts_c_text" > t."__ts_c_text"
      OR (excluded."__ts_c_text" = t."__ts_c_text" AND (excluded."c_text" IS NULL AND t."c_text" IS NOT NULL OR convert_to(excluded."c_text", 'UTF8') > convert_to(t."c_text", 'UTF8')))
      OR (excluded."__ts_c_time" IS NOT NULL AND t."__ts_c_time" IS NULL) OR excluded."__ts_c_time" > t."__ts_c_time"
      OR (excluded."__ts_c_time" = t."__ts_c_time" AND (excluded."c_time" IS NULL AND t."c_time" IS NOT NULL OR int8send((extract(epoch from excluded."c_time") * 1000000000)::bigint) > int8send((extract(epoch from t."c_time") * 1000000000)::bigint)))
      OR (excluded."__ts_c_timestamp" IS NOT NULL AND t."__ts_c_timestamp" IS NULL) OR excluded."__ts_c_timestamp" > t."__ts_c_timestamp"
      OR (excluded."__ts_c_timestamp" = t."__ts_c_timestamp" AND (excluded."c_timestamp" IS NULL AND t."c_timestamp" IS NOT NULL OR int8send((extract(epoch from excluded."c_timestamp") * 1000)::bigint) > int8send((extract(epoch from t."c_timestamp") * 1000)::bigint)))
      OR (excluded."__ts_c_timeuuid" IS NOT NULL AND t."__ts_c_timeuuid" IS NULL) OR excluded."__ts_c_timeuuid" > t."__ts_c_timeuuid"
      OR (excluded."__ts_c_timeuuid" = t."__ts_c_timeuuid" AND (excluded."c_timeuuid" IS NULL AND t."c_timeuuid" IS NOT NULL OR uuid_send(excluded."c_timeuuid") > uuid_send(t."c_timeuuid")))
      OR (excluded."__ts_c_tinyint" IS NOT NULL AND t."__ts_c_tinyint" IS NULL) OR excluded."__ts_c_tinyint" > t."__ts_c_tinyint"
      OR (excluded."__ts_c_tinyint" = t."__ts_c_tinyint" AND (excluded."c_tinyint" IS NULL AND t."c_tinyint" IS NOT NULL OR substring(int2send(excluded."c_tinyint") from 2) > substring(int2send(t."c_tinyint") from 2)))
      OR (excluded."__ts_c_varint" IS NOT NULL AND t."__ts_c_varint" IS NULL) OR excluded."__ts_c_varint" > t."__ts_c_varint"
      OR (excluded."__ts_c_varint" = t."__ts_c_varint" AND (excluded."c_varint" IS NULL AND t."c_varint" IS NOT NULL OR excluded."c_varint" <> t."c_varint" AND "shop_cdc".varint_bytes(excluded."c_varint") > "shop_cdc".varint_bytes(t."c_varint")))
      OR (excluded."__ts_f_decimals" IS NOT NULL AND t."__ts_f_decimals" IS NULL) OR excluded."__ts_f_decimals" > t."__ts_f_decimals"
      OR (excluded."__ts_f_decimals" = t."__ts_f_decimals" AND (excluded."f_decimals" IS NULL AND t."f_decimals" IS NOT NULL OR excluded."f_decimals" <> t."f_decimals" AND "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(excluded."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT "shop_cdc".decimal_bytes(element) FROM unnest(t."f_decimals") WITH ORDINALITY AS item(element, position) ORDER BY position))))
      OR (excluded."__ts_f_texts" IS NOT NULL AND t."__ts_f_texts" IS NULL) OR excluded."__ts_f_texts" > t."__ts_f_texts"
      OR (excluded."__ts_f_texts" = t."__ts_f_texts" AND (excluded."f_texts" IS NULL AND t."f_texts" IS NOT NULL OR excluded."f_texts" <> t."f_texts" AND "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(excluded."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT convert_to(element, 'UTF8') FROM unnest(t."f_texts") WITH ORDINALITY AS item(element, position) ORDER BY position))))
      OR (excluded."__ts_f_uuids" IS NOT NULL AND t."__ts_f_uuids" IS NULL) OR excluded."__ts_f_uuids" > t."__ts_f_uuids"
      OR (excluded."__ts_f_uuids" = t."__ts_f_uuids" AND (excluded."f_uuids" IS NULL AND t."f_uuids" IS NOT NULL OR excluded."f_uuids" <> t."f_uuids" AND "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(excluded."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position)) > "shop_cdc".collection_bytes(ARRAY(SELECT uuid_send(element) FROM unnest(t."f_uuids") WITH ORDINALITY AS item(element, position) ORDER BY position))));
END $merge$;

CREATE OR REPLACE FUNCTION "shop_cdc"."every_type_apply"(events "shop_cdc"."every_type_inlet"[]) RETURNS void
LANGUAGE plpgsql AS $apply$
DECLARE
  parsed "shop_cdc".event[];
  malformed boolean;
  expiring boolean;
  unknown boolean;
  changes "shop_cdc"."every_type_change"[];
BEGIN
  SELECT array_agg(e::"shop_cdc".event),
    coalesce(bool_or((e.op NOT IN ('i', 'u', 'd', 'r') OR e.ts IS NULL OR num_nulls(((e.row -> 'id') ->> 'value')) > 0) IS NOT FALSE), false),
    count(e.expiry) > 0,
    coalesce(bool_or((e.row - '{"id","c_ascii","c_bigint","c_blob","c_boolean","c_date","c_decimal","c_double","c_float","c_inet","c_int","c_smallint","c_text","c_time","c_timestamp","c_timeuuid","c_tinyint","c_varint","f_decimals","f_texts","f_uuids","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[]) <> '{}'), false)
  INTO parsed, malformed, expiring, unknown
  FROM (
    SELECT e.row ->> '__op' AS op, CASE WHEN e.row ->> '__op' = 'd' THEN coalesce(((e.row -> 'c_ascii') ->> 'deletion_ts')::bigint, (e.row ->> '__source_ts_us')::bigint) ELSE (e.row ->> '__source_ts_us')::bigint END AS ts, e.row, e.raw,
      CASE WHEN e.row ->> '__op' IN ('i', 'u') AND (strpos(e.raw, '"deletion_ts":1') > 0 OR strpos(e.raw, '"deletion_ts":2') > 0 OR strpos(e.raw, '"deletion_ts":3') > 0 OR strpos(e.raw, '"deletion_ts":4') > 0) THEN least((e.row -> 'c_ascii' ->> 'deletion_ts')::bigint, (e.row -> 'c_bigint' ->> 'deletion_ts')::bigint, (e.row -> 'c_blob' ->> 'deletion_ts')::bigint, (e.row -> 'c_boolean' ->> 'deletion_ts')::bigint, (e.row -> 'c_date' ->> 'deletion_ts')::bigint, (e.row -> 'c_decimal' ->> 'deletion_ts')::bigint, (e.row -> 'c_double' ->> 'deletion_ts')::bigint, (e.row -> 'c_float' ->> 'deletion_ts')::bigint, (e.row -> 'c_inet' ->> 'deletion_ts')::bigint, (e.row -> 'c_int' ->> 'deletion_ts')::bigint, (e.row -> 'c_smallint' ->> 'deletion_ts')::bigint, (e.row -> 'c_text' ->> 'deletion_ts')::bigint, (e.row -> 'c_time' ->> 'deletion_ts')::bigint, (e.row -> 'c_timestamp' ->> 'deletion_ts')::bigint, (e.row -> 'c_timeuuid' ->> 'deletion_ts')::bigint, (e.row -> 'c_tinyint' ->> 'deletion_ts')::bigint, (e.row -> 'c_varint' ->> 'deletion_ts')::bigint, (e.row -> 'f_decimals' ->> 'deletion_ts')::bigint, (e.row -> 'f_texts' ->> 'deletion_ts')::bigint, (e.row -> 'f_uuids' ->> 'deletion_ts')::bigint) END AS expiry
    FROM (SELECT event::jsonb AS row, event AS raw FROM unnest(events) OFFSET 0) AS e OFFSET 0
  ) AS e;
  IF malformed THEN
    RAISE data_exception USING MESSAGE = 'the event has no operation, write time or primary key of this table';
  END IF;
  -- A statement may touch a row only once, and a row that has many events is written once.
  SELECT array_agg(joined.change) INTO changes
  FROM (
    SELECT "shop_cdc"."every_type_join"(made.change) AS change
    FROM (
      SELECT ROW(
        ((c."id" ->> 'value'))::uuid,
        (c."c_ascii" ->> 'value'),
        ((c."c_bigint" ->> 'value'))::bigint,
        decode((c."c_blob" ->> 'value'), 'base64'),
        ((c."c_boolean" ->> 'value'))::boolean,
        (date '1970-01-01' + (((c."c_date" ->> 'value'))::integer # (-2147483648)::integer)),
        ((c."c_decimal" ->> 'value'))::numeric,
        (CASE WHEN ((c."c_double" ->> 'value'))::double precision = 0 THEN ((e.raw::json -> 'c_double' -> 'value') #>> '{}')::double precision ELSE ((c."c_double" ->> 'value'))::double precision END),
        (CASE WHEN ((c."c_float" ->> 'value'))::real = 0 THEN ((e.raw::json -> 'c_float' -> 'value') #>> '{}')::real ELSE ((c."c_float" ->> 'value'))::real END),
        split_part((c."c_inet" ->> 'value'), '/', 2)::inet,
        ((c."c_int" ->> 'value'))::integer,
        ((c."c_smallint" ->> 'value'))::smallint,
        (c."c_text" ->> 'value'),
        (time '00:00' + (((c."c_time" ->> 'value'))::bigint / 1000) * interval '1 microsecond'),
        ((timestamp 'epoch' + (((c."c_timestamp" ->> 'value'))::bigint / 86400000) * interval '1 day' + (((c."c_timestamp" ->> 'value'))::bigint % 86400000) * interval '1 millisecond') at time zone 'UTC'),
        ((c."c_timeuuid" ->> 'value'))::uuid,
        ((c."c_tinyint" ->> 'value'))::smallint,
        ((c."c_varint" ->> 'value'))::numeric,
        CASE WHEN jsonb_typeof((c."f_decimals" -> 'value')) = 'array' THEN ARRAY(SELECT (element)::numeric FROM jsonb_array_elements_text((c."f_decimals" -> 'value')) WITH ORDINALITY AS item(element, position) ORDER BY position) END,
        CASE WHEN jsonb_typeof((c."f_texts" -> 'value')) = 'array' THEN ARRAY(SELECT element FROM jsonb_array_elements_text((c."f_texts" -> 'value')) WITH ORDINALITY AS item(element, position) ORDER BY position) END,
        CASE WHEN jsonb_typeof((c."f_uuids" -> 'value')) = 'array' THEN ARRAY(SELECT (element)::uuid FROM jsonb_array_elements_text((c."f_uuids" -> 'value')) WITH ORDINALITY AS item(element, position) ORDER BY position) END,
        CASE WHEN e.op <> 'u' THEN e.ts END,
        e.op = 'i' AND e.expiry IS NULL,
        CASE WHEN e.op = 'd' OR c."c_ascii" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_bigint" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_blob" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_boolean" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_date" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_decimal" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_double" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_float" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_inet" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_int" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_smallint" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_text" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_time" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_timestamp" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_timeuuid" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_tinyint" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."c_varint" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."f_decimals" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."f_texts" IS NOT NULL THEN e.ts END,
        CASE WHEN e.op = 'd' OR c."f_uuids" IS NOT NULL THEN e.ts END
      )::"shop_cdc"."every_type_change" AS change
      FROM unnest(parsed) AS e, jsonb_to_record(e.row) AS c("id" jsonb, "c_ascii" jsonb, "c_bigint" jsonb, "c_blob" jsonb, "c_boolean" jsonb, "c_date" jsonb, "c_decimal" jsonb, "c_double" jsonb, "c_float" jsonb, "c_inet" jsonb, "c_int" jsonb, "c_smallint" jsonb, "c_text" jsonb, "c_time" jsonb, "c_timestamp" jsonb, "c_timeuuid" jsonb, "c_tinyint" jsonb, "c_varint" jsonb, "f_decimals" jsonb, "f_texts" jsonb, "f_uuids" jsonb)
      WHERE e.op <> 'r' OFFSET 0
    ) AS made
    GROUP BY (made.change)."id"
  ) AS joined;
  IF changes IS NOT NULL THEN
    PERFORM "shop_cdc"."every_type_merge"(changes);
  END IF;
  IF expiring THEN
  INSERT INTO "shop_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'every_type', jsonb_build_object('id', to_jsonb((((e.row -> 'id') ->> 'value'))::uuid)), 'expiry', max(e.ts), min(to_timestamp(e.expiry / 1000000 + 1))
  FROM unnest(parsed) AS e WHERE e.expiry IS NOT NULL
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
  IF unknown THEN
  INSERT INTO "shop_cdc".reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT 'every_type', jsonb_build_object('id', to_jsonb((((e.row -> 'id') ->> 'value'))::uuid)), 'new column', max(e.ts), min(timestamptz 'infinity')
  FROM unnest(parsed) AS e WHERE e.op <> 'r' AND e.op IN ('i', 'u') AND jsonb_path_exists(e.row - '{"id","c_ascii","c_bigint","c_blob","c_boolean","c_date","c_decimal","c_double","c_float","c_inet","c_int","c_smallint","c_text","c_time","c_timestamp","c_timeuuid","c_tinyint","c_varint","f_decimals","f_texts","f_uuids","__op","__source_ts_us","__source_file","__source_pos","__source_snapshot","_range_start","_range_end"}'::text[], '$.* ? (@ != null)')
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1;
  END IF;
END $apply$;

CREATE OR REPLACE FUNCTION "shop_cdc"."every_type_inlet_merge"() RETURNS trigger LANGUAGE plpgsql AS $trigger$
DECLARE
  failed "shop_cdc"."every_type_inlet";
BEGIN
  BEGIN
    PERFORM "shop_cdc"."every_type_apply"(array_agg(e::"shop_cdc"."every_type_inlet")) FROM events AS e HAVING count(*) > 0;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    FOR failed IN SELECT * FROM events LOOP
      BEGIN
        PERFORM "shop_cdc"."every_type_apply"(ARRAY[failed]);
      EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
        INSERT INTO "shop_cdc".dead_letters (table_name, topic, "partition", "offset", key, sqlstate, message, event)
        VALUES ('every_type', 'cdc-events-every_type', failed.__partition, failed.__offset, "shop_cdc".event_key(failed.event, '{"id"}'), SQLSTATE, SQLERRM, failed.event);
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
CREATE OR REPLACE TRIGGER merge AFTER INSERT ON "shop_cdc"."every_type_inlet"
REFERENCING NEW TABLE AS events FOR EACH STATEMENT EXECUTE FUNCTION "shop_cdc"."every_type_inlet_merge"();
