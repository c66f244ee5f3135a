/** One column of a CQL type with values that must be found equal: each in CQL and, written independently, in SQL. */
export interface TypeSamples {
  cql: string;
  postgresql: string;
  /** CQL literal → SQL expression of the same value. */
  values: [cql: string, sql: string][];
}

const uuid = '9f3c1d52-0f0a-4b1c-8a67-2f1d3c4b5a69';
const timeuuid = 'e7b3f0e0-6c1d-11ee-8000-0242ac120002';

export const samples: TypeSamples[] = [
  { cql: 'ascii', postgresql: 'text', values: [[`'abc'`, `'abc'`], [`''`, `''`]] },
  {
    cql: 'text',
    postgresql: 'text',
    values: [[`'Grüße 🚀 ''quoted'''`, `'Grüße 🚀 ''quoted'''`], [`''`, `''`], [`'null'`, `'null'`], [`' spaced '`, `' spaced '`]],
  },
  { cql: 'boolean', postgresql: 'boolean', values: [['true', 'true'], ['false', 'false']] },
  { cql: 'tinyint', postgresql: 'smallint', values: [['-128', '-128'], ['127', '127'], ['0', '0']] },
  { cql: 'smallint', postgresql: 'smallint', values: [['-32768', '-32768'], ['32767', '32767']] },
  { cql: 'int', postgresql: 'integer', values: [['-2147483648', '-2147483648'], ['2147483647', '2147483647'], ['0', '0']] },
  {
    cql: 'bigint',
    postgresql: 'bigint',
    values: [
      ['-9223372036854775808', '-9223372036854775808'],
      ['9223372036854775807', '9223372036854775807'],
      ['4294967296', '4294967296'],
    ],
  },
  {
    cql: 'float',
    postgresql: 'real',
    values: [
      ['0.1', `'0.1'`], ['-0.0', `'-0'`], ['NaN', `'NaN'`], ['Infinity', `'Infinity'`], ['-Infinity', `'-Infinity'`],
      ['1.4E-45', `'1.4E-45'`], ['3.4028235E38', `'3.4028235E38'`],
    ], // prettier-ignore
  },
  {
    cql: 'double',
    postgresql: 'double precision',
    values: [
      ['0.1', `'0.1'`], ['-0.0', `'-0'`], ['NaN', `'NaN'`], ['Infinity', `'Infinity'`], ['4.9E-324', `'4.9E-324'`],
      ['1.7976931348623157E308', `'1.7976931348623157E308'`],
    ], // prettier-ignore
  },
  { cql: 'uuid', postgresql: 'uuid', values: [[uuid, `'${uuid}'`]] },
  { cql: 'timeuuid', postgresql: 'uuid', values: [[timeuuid, `'${timeuuid}'`]] },
  { cql: 'blob', postgresql: 'bytea', values: [['0x', `''`], ['0x00ff10', `'\\x00ff10'`]] },
  {
    cql: 'decimal',
    postgresql: 'numeric',
    values: [
      ['0.000', '0'], ['-0.5', '-0.5'], ['100', '100'], ['1E+10', '10000000000'], ['12345.678900', '12345.6789'],
      ['1E-30', `'1E-30'`], ['-99999999999999999999999999999999999.99', '-99999999999999999999999999999999999.99'],
      ['1E-16383', `'1E-16383'`], ['10000.0001', '10000.0001'],
    ], // prettier-ignore
  },
  {
    cql: 'varint',
    postgresql: 'numeric',
    values: [
      ['0', '0'], ['-1', '-1'], ['128', '128'], ['-129', '-129'], ['9999', '9999'], ['10000', '10000'],
      ['140737488355327', '140737488355327'], ['140737488355328', '140737488355328'], ['-140737488355329', '-140737488355329'],
      ['123456789012345678901234567890000000', '123456789012345678901234567890000000'],
    ], // prettier-ignore
  },
  {
    cql: 'inet',
    postgresql: 'inet',
    values: [
      [`'192.168.0.1'`, `'192.168.0.1'`], [`'2001:db8::1'`, `'2001:db8::1'`], [`'::'`, `'::'`],
      [`'::ffff:10.0.0.1'`, `'10.0.0.1'`],
    ], // prettier-ignore
  },
  {
    cql: 'date',
    postgresql: 'date',
    values: [
      [`'1970-01-01'`, `'1970-01-01'`], [`'2024-02-29'`, `'2024-02-29'`], [`'1969-12-31'`, `'1969-12-31'`],
      ['2145043060', `'4714-11-24 BC'`], ['4292526553', `'5874897-12-31'`],
    ], // prettier-ignore
  },
  {
    cql: 'time',
    postgresql: 'time',
    values: [
      [`'00:00:00'`, `'00:00:00'`], [`'23:59:59.999999'`, `'23:59:59.999999'`], [`'12:34:56.123456789'`, `'12:34:56.123456'`],
    ], // prettier-ignore
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
  },
  { cql: 'frozen<list<text>>', postgresql: 'text[]', values: [[`['b', '', 'a b', 'NULL']`, `ARRAY['b', '', 'a b', 'NULL']`], ['[]', `'{}'`]] },
  { cql: 'frozen<set<ascii>>', postgresql: 'text[]', values: [[`{'b', 'a'}`, `ARRAY['a', 'b']`]] },
  { cql: 'frozen<set<int>>', postgresql: 'integer[]', values: [['{3, -1, 2}', 'ARRAY[-1, 2, 3]'], ['{}', `'{}'`]] },
  { cql: 'frozen<list<smallint>>', postgresql: 'smallint[]', values: [['[-32768, 32767]', 'ARRAY[-32768, 32767]']] },
  { cql: 'frozen<list<bigint>>', postgresql: 'bigint[]', values: [['[-9223372036854775808, 5]', 'ARRAY[-9223372036854775808, 5]']] },
  { cql: 'frozen<list<boolean>>', postgresql: 'boolean[]', values: [['[true, false]', 'ARRAY[true, false]']] },
  { cql: 'frozen<list<float>>', postgresql: 'real[]', values: [['[0.1, NaN, -0.0]', `'{0.1,NaN,-0}'`]] },
  { cql: 'frozen<list<double>>', postgresql: 'double precision[]', values: [['[0.1, NaN, -0.0]', `'{0.1,NaN,-0}'`]] },
  { cql: 'frozen<set<uuid>>', postgresql: 'uuid[]', values: [[`{${uuid}}`, `'{${uuid}}'`]] },
  { cql: 'frozen<list<timeuuid>>', postgresql: 'uuid[]', values: [[`[${timeuuid}]`, `'{${timeuuid}}'`]] },
  { cql: 'frozen<list<decimal>>', postgresql: 'numeric[]', values: [['[1.500, 0.0, -1E+5]', `'{1.50,0,-100000.0}'`], ['[]', `'{}'`]] },
  { cql: 'frozen<set<varint>>', postgresql: 'numeric[]', values: [['{100000000000000000000, -7}', `'{-7,100000000000000000000}'`]] },
]; // prettier-ignore
