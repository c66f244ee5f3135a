import { createHash } from 'node:crypto';
import cassandra from 'cassandra-driver';

const { BigDecimal, Long, Uuid } = cassandra.types;

interface BenchColumn {
  name: string;
  cql: string;
  /** The value in row n for the driver, and the same in SQL: that fills a million rows in seconds. */
  value: (n: number) => unknown;
  sql: string;
  /** SQL: what is stored → canonical text, where that is not the text of the type. */
  textSql?: string;
}

export const keyName = 'id';

const firstMs = Date.parse('2024-01-01T00:00:00Z');

/** Products stay below 2^53, up to several million rows. */
export const benchColumns: BenchColumn[] = [
  {
    name: keyName,
    cql: 'uuid',
    value: (n) => new Uuid(md5(String(n))),
    sql: 'md5(n::text)::uuid',
  },
  { name: 'name', cql: 'text', value: (n) => `customer ${n}`, sql: `'customer ' || n` },
  { name: 'visits', cql: 'int', value: (n) => n % 100_003, sql: '(n % 100003)::integer' },
  { name: 'points', cql: 'bigint', value: (n) => Long.fromNumber(n * 1_000_000_007), sql: 'n * 1000000007' },
  { name: 'score', cql: 'double', value: (n) => n / 7, sql: 'n::double precision / 7' },
  {
    name: 'balance',
    cql: 'decimal',
    value: (n) => new BigDecimal((n * 37) % 1_000_000, 2),
    sql: 'round((n * 37 % 1000000) / 100.0, 2)',
  },
  {
    name: 'created_at',
    cql: 'timestamp',
    value: (n) => new Date(firstMs + n * 1001),
    sql: `timestamptz '2024-01-01 00:00:00+00' + n * interval '1001 milliseconds'`,
    textSql: '(extract(epoch FROM created_at) * 1000)::bigint',
  },
  { name: 'active', cql: 'boolean', value: (n) => n % 3 === 0, sql: 'n % 3 = 0' },
  {
    name: 'note',
    cql: 'text',
    value: (n) => ['a', 'b', 'c', 'd'].map((letter) => md5(letter + n).toString('hex')).join(''),
    sql: `md5('a' || n) || md5('b' || n) || md5('c' || n) || md5('d' || n)`,
  },
  {
    name: 'tags',
    cql: 'frozen<set<text>>',
    value: (n) => [`r${n % 5}`, `s${n % 7}`, `t${n % 11}`],
    sql: `ARRAY['r' || n % 5, 's' || n % 7, 't' || n % 11]`,
    textSql: `array_to_string(tags, ',')`,
  },
];

export const columnNames = benchColumns.map(({ name }) => name);

function md5(text: string): Buffer {
  return createHash('md5').update(text).digest();
}
