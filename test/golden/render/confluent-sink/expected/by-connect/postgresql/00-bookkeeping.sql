-- What all tables of a pipeline share, in the bookkeeping schema. "by_connect" and "by_connect_cdc" are quoted names.
CREATE SCHEMA IF NOT EXISTS "by_connect";
CREATE SCHEMA IF NOT EXISTS "by_connect_cdc";

-- What deploy made, the digest of the statements that made it, and how PostgreSQL then described each part of it.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".deployments (
  object text PRIMARY KEY,
  digest text NOT NULL,
  deployed_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE "by_connect_cdc".deployments ADD COLUMN IF NOT EXISTS made jsonb;

-- The connectors that deploy made: those that the definition does not name any more are the pipeline's own to remove.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".connectors (
  pipeline text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  url text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (pipeline, name)
);

-- The logins that Vault made for the sinks, newest first to last: what it takes to renew and to end them, and no password.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".sink_logins (
  lease_id text PRIMARY KEY,
  token_accessor text,
  role text NOT NULL,
  username text NOT NULL,
  issued_at timestamptz NOT NULL,
  lease_seconds integer NOT NULL
);

-- Events that PostgreSQL refused, as they came. The rest of their batch landed. key: column → value in the event, null
-- where it cannot be told. letter, failure: set where an event was put back into the inlet and refused again.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  topic text NOT NULL,
  "partition" integer,
  "offset" bigint,
  key jsonb,
  sqlstate text NOT NULL,
  message text NOT NULL,
  event text,
  received_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE "by_connect_cdc".dead_letters ADD COLUMN IF NOT EXISTS letter text, ADD COLUMN IF NOT EXISTS failure integer;

-- Runs of replay-dlq. finished_at is null while one runs, and where it was interrupted.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".replays (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);

-- What a run sends to a partition at once. The partition ended at after_offset or later before that; base_offset is where
-- the first record landed, null while nobody knows whether the batch has landed.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".replay_batches (
  replay bigint NOT NULL REFERENCES "by_connect_cdc".replays ON DELETE CASCADE,
  batch integer NOT NULL,
  topic text NOT NULL,
  "partition" integer NOT NULL,
  after_offset bigint NOT NULL,
  base_offset bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (replay, batch)
);
CREATE INDEX IF NOT EXISTS replay_batches_position ON "by_connect_cdc".replay_batches (topic, "partition", base_offset);

-- The ledger: what became of each failure of a dead letter; a failure without an entry is open. letter: the record that
-- failed first, as topic/partition/offset. failure: 1 for the first, one more for each replay that failed. batch and
-- position: where the record stands in what was sent to Kafka.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".dead_letter_ledger (
  letter text NOT NULL,
  failure integer NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('replayed', 'discarded')),
  replay bigint,
  batch integer,
  "position" integer,
  reason text,
  first_seen timestamptz NOT NULL,
  handled_by text NOT NULL DEFAULT session_user,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (letter, failure)
);
CREATE INDEX IF NOT EXISTS dead_letter_ledger_batch ON "by_connect_cdc".dead_letter_ledger (replay, batch, "position");

-- The letter that each refused event belongs to, and which of its failures it is.
CREATE OR REPLACE VIEW "by_connect_cdc".refusals AS
SELECT d.id,
  coalesce(d.letter, sent.letter, d.topic || '/' || d."partition" || '/' || d."offset", 'dead_letters/' || d.id) AS letter,
  coalesce(d.failure, sent.failure + 1, 1) AS failure,
  coalesce(sent.first_seen, before.first_seen, d.received_at) AS first_seen
FROM "by_connect_cdc".dead_letters AS d
LEFT JOIN LATERAL (
  SELECT * FROM "by_connect_cdc".replay_batches AS b
  WHERE b.topic = d.topic AND b."partition" = d."partition" AND b.base_offset <= d."offset"
  ORDER BY b.base_offset DESC LIMIT 1
) AS batch ON true
LEFT JOIN "by_connect_cdc".dead_letter_ledger AS sent
  ON sent.replay = batch.replay AND sent.batch = batch.batch AND sent."position" = d."offset" - batch.base_offset
LEFT JOIN "by_connect_cdc".dead_letter_ledger AS before ON before.letter = d.letter AND before.failure = d.failure - 1;

-- What PostgreSQL refused, each failure once, and what became of it.
CREATE OR REPLACE VIEW "by_connect_cdc".refused_letters AS
SELECT d.id, d.table_name, d.topic, d."partition", d."offset", d.key, d.sqlstate, d.message, d.event, d.received_at,
  refusal.letter, refusal.failure, refusal.first_seen, ledger.outcome, ledger.reason
FROM (SELECT DISTINCT ON (letter, failure) * FROM "by_connect_cdc".refusals ORDER BY letter, failure, id) AS refusal
JOIN "by_connect_cdc".dead_letters AS d USING (id)
LEFT JOIN "by_connect_cdc".dead_letter_ledger AS ledger ON ledger.letter = refusal.letter AND ledger.failure = refusal.failure;

-- Rows and partitions whose true state the change log does not tell: they are read back from Cassandra from due_at on.
-- key: column of the primary key → value in the event; without the clustering key it is a partition. version grows
-- with each event, so that what changes while it is read back is read again.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".reconcile_queue (
  table_name text NOT NULL,
  key jsonb NOT NULL,
  reason text NOT NULL,
  source_ts_us bigint NOT NULL,
  due_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  queued_at timestamptz NOT NULL DEFAULT now(),
  -- Keys can be longer than an index takes.
  key_digest uuid GENERATED ALWAYS AS (md5(key::text)::uuid) STORED,
  PRIMARY KEY (table_name, key_digest, reason)
);
CREATE INDEX IF NOT EXISTS reconcile_queue_due ON "by_connect_cdc".reconcile_queue (table_name, due_at);

-- An event in its parts: op is i, u, d or r; ts the write time in microseconds; row the columns; expiry when its first
-- value expires, in microseconds.
DO $$ BEGIN
  CREATE TYPE "by_connect_cdc".event AS (op text, ts bigint, "row" jsonb, raw text, expiry bigint);
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

-- The primary key in the text of an event, as far as it can be read. No text of PostgreSQL has a zero byte, which is why
-- most events are refused: it stands for nothing here.
CREATE OR REPLACE FUNCTION "by_connect_cdc".event_key(event text, key_columns text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (
    SELECT jsonb_object_agg(name, (replace(event, '\u0000', '')::json -> name -> 'value')::jsonb)
    FROM unnest(key_columns) AS name);
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

-- Initial loads. One that was interrupted goes on behind the token ranges that are merged.
CREATE TABLE IF NOT EXISTS "by_connect_cdc".snapshots (
  table_name text PRIMARY KEY,
  range_count integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE TABLE IF NOT EXISTS "by_connect_cdc".snapshot_ranges (
  table_name text NOT NULL REFERENCES "by_connect_cdc".snapshots ON DELETE CASCADE,
  range_index integer NOT NULL,
  row_count bigint NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (table_name, range_index)
);

-- Makes a view of the named columns. One that is there keeps the order of its columns, those who may read it, and what
-- others have made of it; only where a column goes away or changes its type is it made anew.
CREATE OR REPLACE FUNCTION "by_connect_cdc".make_view(name text, columns text[], source text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  present text[] := (
    SELECT array_agg(attname ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = to_regclass(name) AND attnum > 0 AND NOT attisdropped);
  ordered text[] := coalesce(present, '{}') || array(SELECT wanted FROM unnest(columns) AS wanted WHERE wanted <> ALL (coalesce(present, '{}')));
  grants text[];
  statement text;
BEGIN
  IF present IS NULL OR present <@ columns THEN
    BEGIN
      EXECUTE format('CREATE OR REPLACE VIEW %s AS SELECT %s %s', name, (SELECT string_agg(quote_ident(c), ', ') FROM unnest(ordered) AS c), source);
      RETURN;
    EXCEPTION WHEN invalid_table_definition THEN NULL;
    END;
  END IF;
  SELECT array_agg(format('GRANT %s ON %s TO %s%s', privilege_type, name,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))
  INTO grants
  FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = to_regclass(name) AND grantee <> relowner;
  EXECUTE format('DROP VIEW %s', name);
  EXECUTE format('CREATE VIEW %s AS SELECT %s %s', name, (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) AS c), source);
  FOREACH statement IN ARRAY coalesce(grants, '{}') LOOP
    EXECUTE statement;
  END LOOP;
END $$;

-- java.math.BigInteger#toByteArray: the shortest two's complement, big-endian.
CREATE OR REPLACE FUNCTION "by_connect_cdc".varint_bytes(value numeric) RETURNS bytea
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
CREATE OR REPLACE FUNCTION "by_connect_cdc".decimal_bytes(value numeric) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT int4send(scale(value)) || "by_connect_cdc".varint_bytes(replace(value::text, '.', '')::numeric)
$$;

-- org.apache.cassandra.serializers.CollectionSerializer: the count, then each element behind its length.
CREATE OR REPLACE FUNCTION "by_connect_cdc".collection_bytes(elements bytea[]) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT int4send(cardinality(elements))
    || coalesce(string_agg(int4send(length(element)) || element, ''::bytea ORDER BY position), '')
  FROM unnest(elements) WITH ORDINALITY AS item(element, position)
$$;
