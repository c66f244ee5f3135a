/** One thing that CQL can do to a captured table. */
export interface CaptureCase {
  /** What it is, as a sentence; unique. */
  name: string;
  /** Statements in order; `$1` to `$4` stand for partition keys that no other case has. */
  cql: string[];
}

/** CQL of the tables; `warehouse.` stands for the keyspace. Every partition key is an int. */
export const createTables = [
  `CREATE TYPE warehouse.address (street text, since date, "Number" int)`,
  `CREATE TABLE warehouse.flat (k int PRIMARY KEY, a int, b text) WITH cdc = true`,
  `CREATE TABLE warehouse.wide (p int, c int, d text, a int, b text, PRIMARY KEY (p, c, d)) WITH cdc = true`,
  `CREATE TABLE warehouse.shared (p int, c int, s text static, t int static, v int, PRIMARY KEY (p, c)) WITH cdc = true`,
  `CREATE TABLE warehouse.loose (k int PRIMARY KEY, l list<text>, s set<int>, m map<text, double>, a int) WITH cdc = true`,
  `CREATE TABLE warehouse.scalars (
    k int PRIMARY KEY,
    v_ascii ascii, v_bigint bigint, v_blob blob, v_boolean boolean, v_date date, v_decimal decimal, v_double double,
    v_duration duration, v_float float, v_inet inet, v_int int, v_smallint smallint, v_text text, v_time time,
    v_timestamp timestamp, v_timeuuid timeuuid, v_tinyint tinyint, v_uuid uuid, v_varint varint
  ) WITH cdc = true`,
  `CREATE TABLE warehouse.composed (
    k int PRIMARY KEY,
    texts frozen<list<text>>, doubles frozen<list<double>>, dates frozen<set<date>>, inets frozen<list<inet>>,
    blobs frozen<list<blob>>, by_text frozen<map<text, int>>, by_int frozen<map<int, timestamp>>,
    by_uuid frozen<map<uuid, decimal>>, pair tuple<int, text, timestamp>, place frozen<address>,
    places frozen<list<frozen<address>>>, numbers frozen<map<text, frozen<list<int>>>>
  ) WITH cdc = true`,
  `CREATE TABLE warehouse.counted (k int PRIMARY KEY, n counter) WITH cdc = true`,
  `CREATE TABLE warehouse.emptied (k int PRIMARY KEY, a int) WITH cdc = true`,
];

export const tableNames = ['flat', 'wide', 'shared', 'loose', 'scalars', 'composed', 'counted', 'emptied'];

/** YAML of spec.tables: counters can only be left out. */
export const tables = tableNames
  .map((name) => `    - name: ${name}\n${name === 'counted' ? '      columns: { exclude: [n] }\n' : ''}`)
  .join('');

const fullScalars = `INSERT INTO warehouse.scalars (k, v_ascii, v_bigint, v_blob, v_boolean, v_date, v_decimal, v_double,
  v_duration, v_float, v_inet, v_int, v_smallint, v_text, v_time, v_timestamp, v_timeuuid, v_tinyint, v_uuid, v_varint)
  VALUES ($1, 'a', 9007199254740993, 0x00ff, true, '2024-02-29', 1.50, 0.1, 1mo2d3s, 1.5, '127.0.0.1', -1, -2, 'é',
  '01:02:03.123456789', '2024-02-29T01:02:03.456Z', 50554d6e-29bb-11e5-b345-feff819cdc9f, -3,
  123e4567-e89b-12d3-a456-426614174000, 123456789012345678901234567890)`;

const fullComposed = `INSERT INTO warehouse.composed (k, texts, doubles, dates, inets, blobs, by_text, by_int, by_uuid, pair,
  place, places, numbers)
  VALUES ($1, ['b', 'a'], [0.1, 2], {'2024-02-29'}, ['::1', '10.0.0.1'], [0x00ff, 0x01], {'a': 1}, {1: 1000},
  {123e4567-e89b-12d3-a456-426614174000: 1.50}, (1, 'é', 1000), {street: 'Hill', since: '2024-02-29', "Number": 5},
  [{street: 'Hill'}], {'a': [1, 2]})`;

const wideRow = (p: string, c: number, d: string) =>
  `INSERT INTO warehouse.wide (p, c, d, a, b) VALUES (${p}, ${c}, '${d}', ${c}, '${d}')`;
const wideRows = [1, 2, 3].flatMap((c) => ['x', 'y'].map((d) => wideRow('$1', c, d)));
const looseRow = `INSERT INTO warehouse.loose (k, l, s, m, a) VALUES ($1, ['a', 'b'], {1, 2}, {'x': 1, 'y': 2}, 1)`;

const flatCases: CaptureCase[] = [
  { name: 'insert of every column', cql: [`INSERT INTO warehouse.flat (k, a, b) VALUES ($1, 1, 'x')`] },
  { name: 'insert of some columns', cql: ['INSERT INTO warehouse.flat (k, a) VALUES ($1, 1)'] },
  { name: 'insert of a key alone', cql: ['INSERT INTO warehouse.flat (k) VALUES ($1)'] },
  { name: 'insert of a null', cql: ['INSERT INTO warehouse.flat (k, a, b) VALUES ($1, 1, null)'] },
  { name: 'insert of an empty text', cql: [`INSERT INTO warehouse.flat (k, b) VALUES ($1, '')`] },
  { name: 'insert with a time to live', cql: ['INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) USING TTL 86400'] },
  { name: 'insert with a timestamp', cql: ['INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) USING TIMESTAMP 1000'] },
  { name: 'update', cql: ['UPDATE warehouse.flat SET a = 1 WHERE k = $1'] },
  { name: 'update to null', cql: ['UPDATE warehouse.flat SET a = null WHERE k = $1'] },
  { name: 'update with a time to live', cql: ['UPDATE warehouse.flat USING TTL 86400 SET a = 1 WHERE k = $1'] },
  { name: 'update with a timestamp', cql: ['UPDATE warehouse.flat USING TIMESTAMP 1000 SET a = 1 WHERE k = $1'] },
  { name: 'delete of a cell', cql: ['DELETE a FROM warehouse.flat WHERE k = $1'] },
  {
    name: 'delete of a cell with a timestamp',
    cql: ['DELETE a FROM warehouse.flat USING TIMESTAMP 1000 WHERE k = $1'],
  },
  {
    name: 'delete of a row that is there',
    cql: [`INSERT INTO warehouse.flat (k, a, b) VALUES ($1, 1, 'x')`, 'DELETE FROM warehouse.flat WHERE k = $1'],
  },
  { name: 'delete of a row that is not there', cql: ['DELETE FROM warehouse.flat WHERE k = $1'] },
  { name: 'delete with a timestamp', cql: ['DELETE FROM warehouse.flat USING TIMESTAMP 1000 WHERE k = $1'] },
  { name: 'delete of several partitions', cql: ['DELETE FROM warehouse.flat WHERE k IN ($1, $2)'] },
  {
    name: 'conditional insert that is applied',
    cql: ['INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) IF NOT EXISTS'],
  },
  {
    name: 'conditional insert that is not applied',
    cql: [
      'INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) IF NOT EXISTS',
      'INSERT INTO warehouse.flat (k, a) VALUES ($1, 2) IF NOT EXISTS',
    ],
  },
  {
    name: 'conditional update that is applied, then one that is not',
    cql: [
      'INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) IF NOT EXISTS',
      'UPDATE warehouse.flat SET a = 2 WHERE k = $1 IF a = 1',
      'UPDATE warehouse.flat SET a = 3 WHERE k = $1 IF a = 1',
    ],
  },
  {
    name: 'conditional delete that is applied',
    cql: [
      'INSERT INTO warehouse.flat (k, a) VALUES ($1, 1) IF NOT EXISTS',
      'DELETE FROM warehouse.flat WHERE k = $1 IF EXISTS',
    ],
  },
];

const wideCases: CaptureCase[] = [
  { name: 'insert of a clustered row', cql: [wideRow('$1', 1, 'x')] },
  { name: 'update of a clustered row', cql: [`UPDATE warehouse.wide SET a = 2 WHERE p = $1 AND c = 1 AND d = 'x'`] },
  {
    name: 'delete of a clustered row',
    cql: [...wideRows, `DELETE FROM warehouse.wide WHERE p = $1 AND c = 1 AND d = 'x'`],
  },
  {
    name: 'delete of a clustered row that is not there',
    cql: [`DELETE FROM warehouse.wide WHERE p = $1 AND c = 1 AND d = 'x'`],
  },
  {
    name: 'delete of several clustered rows',
    cql: [`DELETE FROM warehouse.wide WHERE p = $1 AND c = 1 AND d IN ('x', 'y')`],
  },
  { name: 'delete of a clustering prefix', cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1 AND c = 1'] },
  { name: 'delete of several clustering prefixes', cql: ['DELETE FROM warehouse.wide WHERE p = $1 AND c IN (1, 3)'] },
  {
    name: 'delete of a closed range',
    cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1 AND c >= 1 AND c <= 2'],
  },
  {
    name: 'delete of an exclusive range',
    cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1 AND c > 1 AND c < 3'],
  },
  {
    name: 'delete of a range with an open start',
    cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1 AND c <= 2'],
  },
  {
    name: 'delete of a range with an open end',
    cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1 AND c >= 2'],
  },
  {
    name: 'delete of a range below a prefix',
    cql: [...wideRows, `DELETE FROM warehouse.wide WHERE p = $1 AND c = 1 AND d > 'x'`],
  },
  { name: 'delete of a partition', cql: [...wideRows, 'DELETE FROM warehouse.wide WHERE p = $1'] },
  { name: 'delete of a partition that is not there', cql: ['DELETE FROM warehouse.wide WHERE p = $1'] },
  {
    name: 'delete of a partition with a timestamp',
    cql: ['DELETE FROM warehouse.wide USING TIMESTAMP 1000 WHERE p = $1'],
  },
  {
    name: 'batch in one partition',
    cql: [
      `BEGIN BATCH ${wideRow('$1', 1, 'x')}; UPDATE warehouse.wide SET a = 5 WHERE p = $1 AND c = 2 AND d = 'y';
      DELETE b FROM warehouse.wide WHERE p = $1 AND c = 3 AND d = 'x'; DELETE FROM warehouse.wide WHERE p = $1 AND c = 4 AND d = 'x';
      APPLY BATCH`,
    ],
  },
  {
    name: 'batch with two writes of one row',
    cql: [
      `BEGIN BATCH ${wideRow('$1', 1, 'x')}; UPDATE warehouse.wide SET a = 5 WHERE p = $1 AND c = 1 AND d = 'x'; APPLY BATCH`,
    ],
  },
  {
    name: 'batch with timestamps of its own',
    cql: [
      `BEGIN BATCH INSERT INTO warehouse.wide (p, c, d, a) VALUES ($1, 1, 'x', 1) USING TIMESTAMP 1000;
      UPDATE warehouse.wide USING TIMESTAMP 2000 SET b = 'y' WHERE p = $1 AND c = 1 AND d = 'x'; APPLY BATCH`,
    ],
  },
  {
    name: 'batch that deletes a partition and inserts a row',
    cql: [
      `BEGIN BATCH DELETE FROM warehouse.wide USING TIMESTAMP 1000 WHERE p = $1;
      INSERT INTO warehouse.wide (p, c, d, a) VALUES ($1, 1, 'x', 1) USING TIMESTAMP 2000; APPLY BATCH`,
    ],
  },
  {
    name: 'batch over several tables',
    cql: [
      `BEGIN BATCH ${wideRow('$1', 1, 'x')}; INSERT INTO warehouse.flat (k, a) VALUES ($1, 1);
      UPDATE warehouse.flat SET b = 'y' WHERE k = $2; APPLY BATCH`,
    ],
  },
];

const sharedCases: CaptureCase[] = [
  { name: 'insert of static columns alone', cql: [`INSERT INTO warehouse.shared (p, s) VALUES ($1, 'x')`] },
  { name: 'update of a static column', cql: [`UPDATE warehouse.shared SET s = 'x' WHERE p = $1`] },
  { name: 'update of a static column to null', cql: ['UPDATE warehouse.shared SET s = null WHERE p = $1'] },
  {
    name: 'insert of static columns with a row',
    cql: [`INSERT INTO warehouse.shared (p, c, s, v) VALUES ($1, 1, 'x', 2)`],
  },
  {
    name: 'update of static columns with a row',
    cql: [`UPDATE warehouse.shared SET s = 'x', v = 2 WHERE p = $1 AND c = 1`],
  },
  { name: 'insert of a row beside static columns', cql: ['INSERT INTO warehouse.shared (p, c, v) VALUES ($1, 1, 2)'] },
  { name: 'delete of a static column', cql: ['DELETE s FROM warehouse.shared WHERE p = $1'] },
];

const looseCase = (name: string, set: string): CaptureCase => ({
  name,
  cql: [looseRow, `UPDATE warehouse.loose SET ${set} WHERE k = $1`],
});
const looseDelete = (name: string, what: string): CaptureCase => ({
  name,
  cql: [looseRow, `DELETE ${what} FROM warehouse.loose WHERE k = $1`],
});

const looseCases: CaptureCase[] = [
  { name: 'insert of whole collections', cql: [looseRow] },
  { name: 'insert of empty collections', cql: ['INSERT INTO warehouse.loose (k, l, s, m) VALUES ($1, [], {}, {})'] },
  looseCase('update of a whole list', `l = ['c']`),
  looseCase('append to a list', `l = l + ['c']`),
  looseCase('prepend to a list', `l = ['c'] + l`),
  looseCase('update of a list element', `l[0] = 'c'`),
  looseCase('removal of values from a list', `l = l - ['a']`),
  looseDelete('delete of a list element', 'l[0]'),
  looseDelete('delete of a list', 'l'),
  looseCase('update of a whole set', 's = {3}'),
  looseCase('addition to a set', 's = s + {3}'),
  looseCase('removal from a set', 's = s - {1}'),
  looseDelete('delete of a set', 's'),
  looseCase('update of a whole map', `m = {'z': 3}`),
  looseCase('addition to a map', `m = m + {'z': 3}`),
  looseCase('update of a map element', `m['x'] = 3`),
  looseCase('removal from a map', `m = m - {'x'}`),
  looseDelete('delete of a map element', `m['x']`),
  looseDelete('delete of a map', 'm'),
];

const typeCases: CaptureCase[] = [
  { name: 'every scalar type', cql: [fullScalars] },
  {
    name: 'special numbers',
    cql: ['INSERT INTO warehouse.scalars (k, v_double, v_float, v_decimal) VALUES ($1, NaN, -0.0, 1.5E+4)'],
  },
  {
    name: 'infinite numbers',
    cql: ['INSERT INTO warehouse.scalars (k, v_double, v_float) VALUES ($1, -Infinity, Infinity)'],
  },
  {
    name: 'an address of 16 bytes and a date before 1970',
    cql: [`INSERT INTO warehouse.scalars (k, v_inet, v_date) VALUES ($1, '2001:db8::1', '1969-12-31')`],
  },
  { name: 'every kind of frozen value', cql: [fullComposed] },
  {
    name: 'frozen values that are empty',
    cql: ['INSERT INTO warehouse.composed (k, texts, dates, by_text, by_int) VALUES ($1, [], {}, {}, {})'],
  },
  {
    name: 'frozen values with nulls inside',
    cql: [
      `INSERT INTO warehouse.composed (k, pair, place) VALUES ($1, (1, null, null), {street: null, since: '2024-02-29'})`,
    ],
  },
  { name: 'counter', cql: ['UPDATE warehouse.counted SET n = n + 1 WHERE k = $1'] },
  { name: 'truncate', cql: ['INSERT INTO warehouse.emptied (k, a) VALUES ($1, 1)', 'TRUNCATE warehouse.emptied'] },
];

export const captureCases = [...flatCases, ...wideCases, ...sharedCases, ...looseCases, ...typeCases];
