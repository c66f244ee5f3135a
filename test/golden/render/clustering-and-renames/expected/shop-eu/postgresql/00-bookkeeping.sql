-- What all tables of a pipeline share, in the bookkeeping schema. "sales" and "sales_cdc" are quoted names.
CREATE SCHEMA IF NOT EXISTS "sales";
CREATE SCHEMA IF NOT EXISTS "sales_cdc";

-- What deploy made, and the digest of the statements that made it.
CREATE TABLE IF NOT EXISTS "sales_cdc".deployments (
  object text PRIMARY KEY,
  digest text NOT NULL,
  deployed_at timestamptz NOT NULL DEFAULT now()
);

-- Events that PostgreSQL refused. The rest of their batch landed.
CREATE TABLE IF NOT EXISTS "sales_cdc".dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  topic text NOT NULL,
  "partition" integer,
  "offset" bigint,
  sqlstate text NOT NULL,
  message text NOT NULL,
  event jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);

-- Keys whose true state the change log does not tell; they have to be read back from Cassandra.
CREATE TABLE IF NOT EXISTS "sales_cdc".reconcile_queue (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  key jsonb NOT NULL,
  reason text NOT NULL,
  source_ts_us bigint NOT NULL,
  queued_at timestamptz NOT NULL DEFAULT now()
);

-- Initial loads. One that was interrupted goes on behind the token ranges that are merged.
CREATE TABLE IF NOT EXISTS "sales_cdc".snapshots (
  table_name text PRIMARY KEY,
  range_count integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE TABLE IF NOT EXISTS "sales_cdc".snapshot_ranges (
  table_name text NOT NULL REFERENCES "sales_cdc".snapshots ON DELETE CASCADE,
  range_index integer NOT NULL,
  row_count bigint NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (table_name, range_index)
);

-- java.math.BigInteger#toByteArray: the shortest two's complement, big-endian.
CREATE OR REPLACE FUNCTION "sales_cdc".varint_bytes(value numeric) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  remaining numeric := trunc(value);
  low integer;
  bytes bytea := '';
BEGIN
  LOOP
    low := mod(mod(remaining, 256) + 256, 256);
    bytes := set_byte('\x00'::bytea, 0, low) || bytes;
    remaining := div(remaining - low, 256);
    EXIT WHEN (remaining = 0 AND low < 128) OR (remaining = -1 AND low >= 128);
  END LOOP;
  RETURN bytes;
END $$;

-- org.apache.cassandra.serializers.DecimalSerializer: the scale, then the unscaled value.
CREATE OR REPLACE FUNCTION "sales_cdc".decimal_bytes(value numeric) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT int4send(scale(value)) || "sales_cdc".varint_bytes(replace(value::text, '.', '')::numeric)
$$;

-- org.apache.cassandra.serializers.CollectionSerializer: the count, then each element behind its length.
CREATE OR REPLACE FUNCTION "sales_cdc".collection_bytes(elements bytea[]) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT int4send(cardinality(elements))
    || coalesce(string_agg(int4send(length(element)) || element, ''::bytea ORDER BY position), '')
  FROM unnest(elements) WITH ORDINALITY AS item(element, position)
$$;
