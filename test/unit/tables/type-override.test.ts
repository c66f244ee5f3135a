import { hazardsOf } from '../../../src/tables/hazards.js';
import { type ReplicatedTable, replicateTable } from '../../../src/tables/replicated-table.js';
import { fromLiteral } from '../../../src/tables/type-override.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf } from '../../support/table-spec.js';

const source = tableOf({
  name: 'users',
  partitionKey: { id: 'uuid' },
  regulars: { email: 'text', balance: 'decimal', seen: 'timestamp', days: 'frozen<list<timestamp>>', at: 'date' },
});

function replicate(type: Record<string, string>): ReplicatedTable {
  const settings = tableSettings('users', { columns: { exclude: [], rename: {}, type } });
  return replicateTable(testPipeline('shop', [settings]), source, settings);
}

function cell(name: string, type: string) {
  return replicate({ [name]: type }).cells.find((one) => one.name === name)!;
}

const event = { json: 'j', text: 't', raw: 'r' };

test('a value is cast from the type of its CQL type to the chosen one, and back where it is compared', () => {
  const { mapping, codec } = cell('email', 'varchar(200)');
  expect(mapping.postgresql).toBe('varchar(200)');
  expect(mapping.fromEvent?.(event)).toBe('(t)::varchar(200)');
  expect(fromLiteral(mapping, 'r.c0')).toBe('(r.c0::text)::varchar(200)');
  expect(mapping.serialised('v')).toBe(`convert_to(((v)::text), 'UTF8')`);
  expect(codec.sql('v')).toBe('((v)::text)::text');
});

test('types without an operator for equality can be chosen: values are told apart by their bytes only', () => {
  expect(cell('balance', 'json').mapping.costly).toBeUndefined();
});

test('a timestamp becomes one without a zone in UTC, whatever the zone of the session is', () => {
  const { mapping, codec } = cell('seen', 'timestamp(3)');
  expect(fromLiteral(mapping, 'v')).toBe(`((v::timestamptz) at time zone 'UTC')::timestamp(3)`);
  expect(codec.sql('v')).toBe(`((v)::timestamp at time zone 'UTC')::timestamptz`);
  expect(fromLiteral(cell('seen', 'timestamptz(0)').mapping, 'v')).toBe('(v::timestamptz)::timestamptz(0)');
});

test('casts that depend on the zone of the session are refused', () => {
  expect(() => replicate({ at: 'timestamptz', days: 'date[]' })).toThrow(
    'days frozen<list<timestamp>>: a cast from timestamptz[] to date[] depends on the time zone of the session\n' +
      '  - at date: a cast from date to timestamptz depends on the time zone of the session',
  );
});

test('a type for a column that is not there is an error', () => {
  expect(() => replicate({ emial: 'varchar(200)' })).toThrow('emial: no such column');
});

test('a key of another type does not lead back to the row in Cassandra', () => {
  expect(hazardsOf(replicate({ id: 'text' }))).toEqual([expect.stringContaining('cannot be read back by id (uuid)')]);
});
