/** One column of a CQL type with values that must be found equal: each in CQL and, written independently, in SQL. */
export interface TypeSamples {
  cql: string;
  postgresql: string;
  /** CQL literal → SQL expression of the same value. */
  values: [cql: string, sql: string][];
  /** Values that are as near to each other as they can be and yet not the same. */
  steps: [cql: string, sql: string][];
}

const uuid = '9f3c1d52-0f0a-4b1c-8a67-2f1d3c4b5a69';
const timeuuid = 'e7b3f0e0-6c1d-11ee-8000-0242ac120002';

/** The types that Cassandra allows in a primary key and PostgreSQL has a type of its own for. */
export const keySamples: TypeSamples[] = [
  { cql: 'ascii', postgresql: 'text', values: [[`'abc'`, `'abc'`], [`''`, `''`]], steps: [[`'abc'`, `'abd'`], [`'abc'`, `'abC'`], [`''`, 'NULL']] },
  {
    cql: 'text',
    postgresql: 'text',
    values: [[`'Grüße 🚀 ''quoted'''`, `'Grüße 🚀 ''quoted'''`], [`''`, `''`], [`'null'`, `'null'`], [`' spaced '`, `' spaced '`]],
    steps: [[`'\u00e9'`, `'e\u0301'`], [`''`, 'NULL'], [`'null'`, 'NULL'], [`'a'`, `'a '`], [`'🚀'`, `'🚁'`]],
  },
  { cql: 'boolean', postgresql: 'boolean', values: [['true', 'true'], ['false', 'false']], steps: [['true', 'false']] },
  { cql: 'tinyint', postgresql: 'smallint', values: [['-128', '-128'], ['127', '127'], ['0', '0']], steps: [['-128', '-127'], ['127', '128'], ['0', '-1']] },
  { cql: 'smallint', postgresql: 'smallint', values: [['-32768', '-32768'], ['32767', '32767']], steps: [['-32768', '-32767'], ['32767', '32766']] },
  { cql: 'int', postgresql: 'integer', values: [['-2147483648', '-2147483648'], ['2147483647', '2147483647'], ['0', '0']], steps: [['-2147483648', '-2147483647'], ['2147483647', '2147483646'], ['0', '-1']] },
  {
    cql: 'bigint',
    postgresql: 'bigint',
    values: [
      ['-9223372036854775808', '-9223372036854775808'],
      ['9223372036854775807', '9223372036854775807'],
      ['4294967296', '4294967296'],
    ],
    steps: [['-9223372036854775808', '-9223372036854775807'], ['9223372036854775807', '9223372036854775806'], ['9007199254740993', '9007199254740992']],
  },
  {
    cql: 'float',
    postgresql: 'real',
    values: [
      ['0.1', `'0.1'`], ['-0.0', `'-0'`], ['NaN', `'NaN'`], ['Infinity', `'Infinity'`], ['-Infinity', `'-Infinity'`],
      ['1.4E-45', `'1.4E-45'`], ['3.4028235E38', `'3.4028235E38'`],
    ], // prettier-ignore
    steps: [['0.1', `'0.10000001'`], ['-0.0', `'0'`], ['0.0', `'-0'`], ['NaN', `'0'`], ['NaN', `'Infinity'`], ['1.4E-45', `'0'`], ['Infinity', `'3.4028235E38'`]],
  },
  {
    cql: 'double',
    postgresql: 'double precision',
    values: [
      ['0.1', `'0.1'`], ['-0.0', `'-0'`], ['NaN', `'NaN'`], ['Infinity', `'Infinity'`], ['4.9E-324', `'4.9E-324'`],
      ['1.7976931348623157E308', `'1.7976931348623157E308'`],
    ], // prettier-ignore
    steps: [['0.1', `'0.10000000000000002'`], ['-0.0', `'0'`], ['0.0', `'-0'`], ['NaN', `'0'`], ['NaN', `'-Infinity'`], ['4.9E-324', `'0'`], ['Infinity', `'1.7976931348623157E308'`]],
  },
  { cql: 'uuid', postgresql: 'uuid', values: [[uuid, `'${uuid}'`]], steps: [[uuid, `'${uuid.slice(0, -1)}8'`], [uuid, `'8${uuid.slice(1)}'`]] },
  { cql: 'timeuuid', postgresql: 'uuid', values: [[timeuuid, `'${timeuuid}'`]], steps: [[timeuuid, `'${timeuuid.slice(0, -1)}3'`]] },
  { cql: 'blob', postgresql: 'bytea', values: [['0x', `''`], ['0x00ff10', `'\\x00ff10'`]], steps: [['0x', 'NULL'], ['0x00ff10', `'\\x00ff11'`], ['0x00ff10', `'\\x80ff10'`], ['0x00', `'\\x0000'`], ['0x00', `''`]] },
  {
    cql: 'decimal',
    postgresql: 'numeric',
    values: [
      ['0.000', '0'], ['-0.5', '-0.5'], ['100', '100'], ['1E+10', '10000000000'], ['12345.678900', '12345.6789'],
      ['1E-30', `'1E-30'`], ['-99999999999999999999999999999999999.99', '-99999999999999999999999999999999999.99'],
      ['1E-16383', `'1E-16383'`], ['1.50', '1.5'], ['10000.0001', '10000.0001'],
    ], // prettier-ignore
    steps: [['1.50', '1.51'], ['1.50', '1.4999999999'], ['0.000', `'1E-16383'`], ['-0.5', '0.5'], ['1E+10', '10000000001'], ['0', `'NaN'`]],
  },
  {
    cql: 'varint',
    postgresql: 'numeric',
    values: [
      ['0', '0'], ['-1', '-1'], ['128', '128'], ['-129', '-129'], ['9999', '9999'], ['10000', '10000'],
      ['140737488355327', '140737488355327'], ['140737488355328', '140737488355328'], ['-140737488355329', '-140737488355329'],
      ['123456789012345678901234567890000000', '123456789012345678901234567890000000'],
    ], // prettier-ignore
    steps: [['0', '-1'], ['9999', '10000'], ['123456789012345678901234567890000000', '123456789012345678901234567890000001'], ['1', '1.1']],
  },
  {
    cql: 'inet',
    postgresql: 'inet',
    values: [
      [`'192.168.0.1'`, `'192.168.0.1'`], [`'2001:db8::1'`, `'2001:db8::1'`], [`'::'`, `'::'`],
      [`'::ffff:10.0.0.1'`, `'10.0.0.1'`],
    ], // prettier-ignore
    steps: [[`'192.168.0.1'`, `'192.168.0.0'`], [`'192.168.0.1'`, `'64.168.0.1'`], [`'2001:db8::1'`, `'2001:db8::'`], [`'192.168.0.1'`, `'192.168.0.1/31'`], [`'0.0.0.0'`, `'::'`]],
  },
  {
    cql: 'date',
    postgresql: 'date',
    values: [
      [`'1970-01-01'`, `'1970-01-01'`], [`'2024-02-29'`, `'2024-02-29'`], [`'1969-12-31'`, `'1969-12-31'`],
      ['2145043060', `'4714-11-24 BC'`], ['4292526553', `'5874897-12-31'`],
    ], // prettier-ignore
    steps: [[`'1970-01-01'`, `'1969-12-31'`], [`'2024-02-29'`, `'2024-03-01'`], ['2145043060', `'4714-11-25 BC'`]],
  },
  {
    cql: 'time',
    postgresql: 'time',
    values: [
      [`'00:00:00'`, `'00:00:00'`], [`'23:59:59.999999'`, `'23:59:59.999999'`], [`'12:34:56.123456789'`, `'12:34:56.123456'`],
    ], // prettier-ignore
    steps: [[`'00:00:00'`, `'00:00:00.000001'`], [`'12:34:56.123456789'`, `'12:34:56.123457'`], [`'23:59:59.999999'`, `'24:00:00'`]],
  },
  {
    cql: 'timestamp',
    postgresql: 'timestamptz',
    values: [
      [`'1970-01-01T00:00:00.000Z'`, `'1970-01-01 00:00:00+00'`], [`'2024-06-30T23:59:59.999Z'`, `'2024-06-30 23:59:59.999+00'`],
      ['-62135596800000', `'0001-01-01 00:00:00+00'`], ['253402300799999', `'9999-12-31 23:59:59.999+00'`],
      ['9224318015999999', `'294276-12-31 23:59:59.999+00'`], ['-1', `'1969-12-31 23:59:59.999+00'`],
      ['-210866803200000', `'4714-11-24 00:00:00+00 BC'`],
    ], // prettier-ignore
    steps: [[`'2024-06-30T23:59:59.999Z'`, `'2024-07-01 00:00:00+00'`], ['-1', `'1970-01-01 00:00:00+00'`], ['0', `'1970-01-01 00:00:00.000001+00'`], ['0', `'infinity'`]],
  },
  { cql: 'frozen<list<text>>', postgresql: 'text[]', values: [[`['b', '', 'a b', 'NULL']`, `ARRAY['b', '', 'a b', 'NULL']`], ['[]', `'{}'`]], steps: [[`['b', 'a']`, `ARRAY['a', 'b']`], [`['a', 'a']`, `ARRAY['a']`], [`['a b']`, `ARRAY['a', 'b']`], [`['']`, `'{}'`], [`['']`, `'{NULL}'`], ['[]', 'NULL']] },
  { cql: 'frozen<set<ascii>>', postgresql: 'text[]', values: [[`{'b', 'a'}`, `ARRAY['a', 'b']`]], steps: [[`{'b', 'a'}`, `ARRAY['a']`], [`{'a'}`, `ARRAY['a', 'b']`], [`{'a'}`, `ARRAY['b']`]] },
  { cql: 'frozen<set<int>>', postgresql: 'integer[]', values: [['{3, -1, 2}', 'ARRAY[-1, 2, 3]'], ['{}', `'{}'`]], steps: [['{3, -1, 2}', 'ARRAY[-1, 2]'], ['{3, -1, 2}', 'ARRAY[-1, 2, 4]'], ['{}', 'NULL']] },
  { cql: 'frozen<list<smallint>>', postgresql: 'smallint[]', values: [['[-32768, 32767]', 'ARRAY[-32768, 32767]']], steps: [['[1, 2]', 'ARRAY[2, 1]'], ['[32767]', 'ARRAY[32766]']] },
  { cql: 'frozen<list<bigint>>', postgresql: 'bigint[]', values: [['[-9223372036854775808, 5]', 'ARRAY[-9223372036854775808, 5]']], steps: [['[9223372036854775807]', 'ARRAY[9223372036854775806]']] },
  { cql: 'frozen<list<boolean>>', postgresql: 'boolean[]', values: [['[true, false]', 'ARRAY[true, false]']], steps: [['[true, false]', 'ARRAY[false, true]']] },
  { cql: 'frozen<list<float>>', postgresql: 'real[]', values: [['[0.1, NaN, -0.0]', `'{0.1,NaN,-0}'`]], steps: [['[0.1]', `'{0.10000001}'`], ['[-0.0]', `'{0}'`], ['[NaN]', `'{0}'`]] },
  { cql: 'frozen<list<double>>', postgresql: 'double precision[]', values: [['[0.1, NaN, -0.0]', `'{0.1,NaN,-0}'`]], steps: [['[0.1]', `'{0.10000000000000002}'`], ['[-0.0]', `'{0}'`], ['[NaN]', `'{0}'`]] },
  { cql: 'frozen<set<uuid>>', postgresql: 'uuid[]', values: [[`{${uuid}}`, `'{${uuid}}'`]], steps: [[`{${uuid}}`, `'{${uuid.slice(0, -1)}8}'`]] },
  { cql: 'frozen<list<timeuuid>>', postgresql: 'uuid[]', values: [[`[${timeuuid}]`, `'{${timeuuid}}'`]], steps: [[`[${timeuuid}]`, `'{${timeuuid.slice(0, -1)}3}'`]] },
  { cql: 'frozen<list<decimal>>', postgresql: 'numeric[]', values: [['[1.500, 0.0, -1E+5]', `'{1.50,0,-100000.0}'`], ['[]', `'{}'`]], steps: [['[1.500, 0.0]', `'{1.501,0}'`], ['[1.500, 0.0]', `'{0,1.5}'`]] },
  { cql: 'frozen<set<varint>>', postgresql: 'numeric[]', values: [['{100000000000000000000, -7}', `'{-7,100000000000000000000}'`]], steps: [['{100000000000000000000, -7}', `'{-7,100000000000000000001}'`]] },
  { cql: 'frozen<list<blob>>', postgresql: 'bytea[]', values: [['[0x00ff, 0x]', `ARRAY['\\x00ff', '']::bytea[]`]], steps: [['[0x00ff, 0x]', `ARRAY['\\x00ff']::bytea[]`], ['[0x00ff, 0x]', `ARRAY['\\x00fe', '']::bytea[]`], ['[0x00ff]', `ARRAY['\\x00', '\\xff']::bytea[]`]] },
  { cql: 'frozen<list<tinyint>>', postgresql: 'smallint[]', values: [['[-128, 127]', 'ARRAY[-128, 127]']], steps: [['[-128, 127]', 'ARRAY[-128, 126]'], ['[-128, 127]', 'ARRAY[127, -128]']] },
  { cql: 'frozen<set<inet>>', postgresql: 'inet[]', values: [[`{'10.0.0.1', '2001:db8::1'}`, `ARRAY['10.0.0.1', '2001:db8::1']::inet[]`]], steps: [[`{'10.0.0.1', '2001:db8::1'}`, `ARRAY['10.0.0.0', '2001:db8::1']::inet[]`]] },
  { cql: 'frozen<list<date>>', postgresql: 'date[]', values: [[`['2024-02-29', '1969-12-31']`, `'{2024-02-29,1969-12-31}'`]], steps: [[`['2024-02-29']`, `'{2024-03-01}'`]] },
  { cql: 'frozen<list<time>>', postgresql: 'time[]', values: [[`['23:59:59.123456789', '00:00:00']`, `'{23:59:59.123456,00:00:00}'`]], steps: [[`['23:59:59.123456789']`, `'{23:59:59.123457}'`]] },
  {
    cql: 'frozen<list<timestamp>>',
    postgresql: 'timestamptz[]',
    values: [[`['2024-06-30T23:59:59.999Z', -1]`, `'{2024-06-30 23:59:59.999+00,1969-12-31 23:59:59.999+00}'`]],
    steps: [[`['2024-06-30T23:59:59.999Z']`, `'{2024-06-30 23:59:59.998+00}'`]],
  },
]; // prettier-ignore

/** The user-defined types of the samples; `%` stands for the keyspace. */
export const userTypes = [
  'CREATE TYPE %.position (latitude double, longitude double)',
  'CREATE TYPE %.address (street text, tags frozen<set<text>>, "at" frozen<position>, "Number" int)',
];

const everyScalar = `(
  'a"b', 'Grüße 🚀', 0x00ff, true, -128, -32768, 2147483647, -9223372036854775808, 123456789012345678901234567890,
  1.50, 0.1, 1e300, ${uuid}, '2001:db8:0::1', '2024-02-29', '12:34:56.000789123', '2024-06-30T23:59:59.9Z',
  1mo2d3h4m5s6ms7us8ns)`;
const everyScalarJson = `jsonb_build_array(
  'a"b', 'Grüße 🚀', '0x00ff', true, -128, -32768, 2147483647, -9223372036854775808, 123456789012345678901234567890,
  1.50, 0.1::real, 1e300::float8, '${uuid}', '2001:db8::1', '2024-02-29', '12:34:56.000789', '2024-06-30T23:59:59.900Z',
  '1mo2d3h4m5s6ms7us8ns')`;

/** Parts of the JSON above, and what stands next to each. */
const scalarSteps = [
  ['a"b', 'a""b'], ['Grüße', 'Gru\u0308ße'], ['0x00ff', '0x00fe'], ['true', 'false'], ['-128', '-127'],
  ['-32768', '-32767'], ['2147483647', '2147483646'], ['-9223372036854775808', '-9223372036854775807'],
  ['567890,', '567891,'], ['1.50', '1.51'], ['0.1::real', `'0.10000001'::real`],
  ['1e300::float8', '1.0000000000000002e300::float8'], [uuid, `${uuid.slice(0, -1)}8`], ['db8::1', 'db8::'],
  ['02-29', '03-01'], ['.000789', '.000790'], ['.900Z', '.901Z'], ['8ns', '9ns'], ['1mo2d', '32d'],
] as const; // prettier-ignore

/** All samples: the following types are not for keys, or of jsonb, which is not. */
export const samples: TypeSamples[] = [
  ...keySamples,
  {
    cql: 'duration',
    postgresql: 'interval',
    values: [
      ['1mo2d3h4m5s6ms7us8ns', `'1 month 2 days 03:04:05.006007'`], ['-14mo3d1us', `'-14 months -3 days -00:00:00.000001'`],
      ['0s', `'0'`], ['2147483647mo2147483647d9223372036854775807ns', `'2147483647 months 2147483647 days 2562047:47:16.854775'`],
      ['-999ns', `'0'`],
    ], // prettier-ignore
    steps: [['1mo', `'1 month 00:00:00.000001'`], ['1mo', `'1 month 1 day'`], ['1mo', `'2 months'`], ['1mo', `'30 days'`], ['1d', `'24 hours'`], ['1999ns', `'0.000002 s'`]],
  },
  { cql: 'list<duration>', postgresql: 'interval[]', values: [['[1d, -3h]', `ARRAY['1 day', '-3 hours']::interval[]`]], steps: [['[1d, -3h]', `ARRAY['1 day', '-3 hours 0.000001 s']::interval[]`], ['[1d]', `ARRAY['24 hours']::interval[]`]] },
  { cql: 'list<int>', postgresql: 'integer[]', values: [['[3, -1, 3]', 'ARRAY[3, -1, 3]'], ['[]', 'NULL']], steps: [['[3, -1, 3]', 'ARRAY[3, 3, -1]'], ['[3, -1, 3]', 'ARRAY[3, -1]'], ['[]', `'{}'`]] },
  { cql: 'set<text>', postgresql: 'text[]', values: [[`{'b', 'a'}`, `ARRAY['a', 'b']`], ['{}', 'NULL']], steps: [[`{'b', 'a'}`, `ARRAY['a']`], [`{'\u00e9'}`, `ARRAY['e\u0301']`], ['{}', `'{}'`]] },
  { cql: 'set<decimal>', postgresql: 'numeric[]', values: [['{1.50, -3}', 'ARRAY[-3, 1.5]']], steps: [['{1.50, -3}', 'ARRAY[-3, 1.51]']] },
  {
    cql: 'map<text, int>',
    postgresql: 'jsonb',
    values: [[`{'long': 1, 'b': 2, 'é': 3, '': 4, '"\\\n': 5}`, `'{"": 4, "b": 2, "\\"\\\\\\n": 5, "é": 3, "long": 1}'`], ['{}', 'NULL']],
    steps: [[`{'a': 1}`, `'{"a": 2}'`], [`{'a': 1}`, `'{"a": 1, "b": 1}'`], [`{'a': 1}`, `'{"A": 1}'`], [`{'a': 1, 'b': 2}`, `'{"a": 2, "b": 1}'`], ['{}', `'{}'`]],
  },
  { cql: 'frozen<map<text, text>>', postgresql: 'jsonb', values: [[`{'a': ''}`, `'{"a": ""}'`], ['{}', `'{}'`]], steps: [[`{'a': ''}`, `'{"a": null}'`], [`{'a': ''}`, `'{"a": " "}'`], ['{}', 'NULL']] },
  { cql: 'map<double, double>', postgresql: 'jsonb', values: [['{0.1: NaN, 1e22: -0.0, -1.5: Infinity}', `'{"0.1": "NaN", "10000000000000000000000": 0, "-1.5": "Infinity"}'`]], steps: [['{0.1: 0.1}', `'{"0.1": 0.10000000000000002}'`], ['{0.1: 0.1}', `'{"0.10000000000000002": 0.1}'`], ['{0.1: NaN}', `'{"0.1": 0}'`]] },
  { cql: 'map<blob, decimal>', postgresql: 'jsonb', values: [['{0x: 0.00, 0xff: 15E+3}', `'{"0x": 0.00, "0xff": 15000}'`]], steps: [['{0xff: 1.5}', `'{"0xfe": 1.5}'`], ['{0xff: 1.5}', `'{"0xff": 1.51}'`]] },
  { cql: 'map<timestamp, boolean>', postgresql: 'jsonb', values: [[`{'2024-06-30T23:59:59Z': true, -1: false}`, `'{"2024-06-30T23:59:59.000Z": true, "1969-12-31T23:59:59.999Z": false}'`]], steps: [[`{-1: false}`, `'{"1969-12-31T23:59:59.998Z": false}'`], [`{-1: false}`, `'{"1969-12-31T23:59:59.999Z": true}'`]] },
  { cql: 'map<frozen<list<int>>, frozen<set<text>>>', postgresql: 'jsonb', values: [[`{[2]: {'x'}, [1, 2]: {}}`, `'[[[1, 2], []], [[2], ["x"]]]'`]], steps: [[`{[2]: {'x'}}`, `'[[[2], ["y"]]]'`], [`{[2]: {'x'}}`, `'[[[2, 2], ["x"]]]'`]] },
  { cql: 'list<frozen<list<float>>>', postgresql: 'jsonb', values: [['[[0.1, -0.0], [], [3.4028235E38, 1.4E-45]]', `jsonb_build_array(jsonb_build_array(0.1::real, 0), '[]'::jsonb, jsonb_build_array('3.4028235E38'::real, '1.4E-45'::real))`]], steps: [['[[0.1]]', `jsonb_build_array(jsonb_build_array('0.10000001'::real))`], ['[[0.1], []]', `jsonb_build_array(jsonb_build_array(0.1::real))`]] },
  { cql: 'tuple<int, text>', postgresql: 'jsonb', values: [[`(1, null)`, `'[1, null]'`], [`(2)`, `'[2, null]'`]], steps: [[`(1, null)`, `'[1, ""]'`], [`(1, 'a')`, `'[2, "a"]'`], [`(1, 'a')`, `'[1, "b"]'`]] },
  {
    cql: 'tuple<ascii, text, blob, boolean, tinyint, smallint, int, bigint, varint, decimal, float, double, uuid, inet, date, time, timestamp, duration>',
    postgresql: 'jsonb',
    values: [[everyScalar, everyScalarJson]],
    steps: scalarSteps.map(([from, to]) => [everyScalar, everyScalarJson.replace(from, to)]),
  },
  {
    cql: 'frozen<address>',
    postgresql: 'jsonb',
    values: [
      [
        `{street: 'Hauptstraße 1', tags: {'b', 'a'}, "at": {latitude: 52.5, longitude: -0.1}, "Number": null}`,
        `'{"street": "Hauptstraße 1", "tags": ["a", "b"], "at": {"latitude": 52.5, "longitude": -0.1}, "Number": null}'`,
      ],
      [`{street: ''}`, `'{"street": "", "tags": null, "at": null, "Number": null}'`],
    ],
    steps: [[`{street: ''}`, `'{"street": null, "tags": null, "at": null, "Number": null}'`], [`{"Number": 1}`, `'{"street": null, "tags": null, "at": null, "Number": 2}'`], [`{tags: {'a'}}`, `'{"street": null, "tags": ["a", "b"], "at": null, "Number": null}'`]],
  },
  { cql: 'map<text, frozen<list<frozen<address>>>>', postgresql: 'jsonb', values: [[`{'home': [{"Number": 7}]}`, `'{"home": [{"street": null, "tags": null, "at": null, "Number": 7}]}'`]], steps: [[`{'home': [{"Number": 7}]}`, `'{"home": [{"street": null, "tags": null, "at": null, "Number": 8}]}'`]] },
]; // prettier-ignore
