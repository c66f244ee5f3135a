/** Tables that together have every type and every kind of key and column. All keys begin with the seed of a history. */
export const tables = {
  cql: [
    `CREATE TYPE warehouse.address (street text, tags frozen<set<text>>, since date, "Number" int)`,
    `CREATE TABLE warehouse.flat (
      seed int, k int,
      v_ascii ascii, v_bigint bigint, v_blob blob, v_boolean boolean, v_date date, v_decimal decimal, v_double double,
      v_duration duration, v_float float, v_inet inet, v_int int, v_smallint smallint, v_text text, v_time time,
      v_timestamp timestamp, v_timeuuid timeuuid, v_tinyint tinyint, v_uuid uuid, v_varint varint,
      PRIMARY KEY ((seed, k))
    ) WITH cdc = true`,
    `CREATE TABLE warehouse.nested (
      seed int, k int, n int,
      texts frozen<list<text>>, doubles frozen<list<double>>, dates frozen<set<date>>, inets frozen<list<inet>>,
      times frozen<list<time>>, tinies frozen<set<tinyint>>, blobs frozen<list<blob>>, durations frozen<list<duration>>,
      by_text frozen<map<text, int>>, by_int frozen<map<int, timestamp>>, by_uuid frozen<map<uuid, decimal>>,
      pair tuple<int, text, timestamp>, place frozen<address>, places frozen<list<frozen<address>>>,
      numbers frozen<map<text, frozen<list<int>>>>, deep frozen<map<frozen<tuple<int, text>>, frozen<address>>>,
      sets tuple<frozen<set<varint>>, frozen<map<inet, timestamp>>>,
      loose_list list<text>, loose_set set<int>, loose_map map<text, double>, loose_places list<frozen<address>>,
      PRIMARY KEY (seed, k)
    ) WITH cdc = true`,
    `CREATE TABLE warehouse.wide (
      seed int, p text, at timestamp, name text, a int, b text, c decimal, s set<text>,
      PRIMARY KEY ((seed, p), at, name)
    ) WITH CLUSTERING ORDER BY (at DESC, name ASC) AND cdc = true`,
    `CREATE TABLE warehouse.shared (
      seed int, k int, title text static, v int,
      PRIMARY KEY (seed, k)
    ) WITH cdc = true`,
  ],
  tables: ['flat', 'nested', 'wide', 'shared'].map((name) => `    - name: ${name}`).join('\n'),
};
