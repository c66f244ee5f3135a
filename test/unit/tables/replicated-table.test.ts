import { type ReplicatedTable, replicateTable } from '../../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf } from '../../support/table-spec.js';

/** A table with a column of that name, which the definition gives another, if one is told. */
function replicate(column: string, target?: string): ReplicatedTable {
  const rename = target === undefined ? {} : { [column]: target };
  const settings = tableSettings('places', { columns: { exclude: [], rename, type: {} } });
  const source = tableOf({ name: 'places', partitionKey: { id: 'int' }, regulars: { [column]: 'int' } });
  return replicateTable(testPipeline('shop', [settings]), source, settings);
}

const long = 'a'.repeat(59);

test.each([
  ['longer than PostgreSQL takes with the prefix of its write time', long, undefined],
  ['longer when it is counted in bytes', 'short', 'ä'.repeat(30)],
  ['a column that each table of PostgreSQL has', 'xmin', undefined],
  ['renamed to a column that each table of PostgreSQL has', 'id_of_row', 'ctid'],
])('a name that cannot be one in PostgreSQL is refused, with what to do: %s', (_, column, target) => {
  expect(() => replicate(column, target)).toThrow(new RegExp(`- ${column} int: .*another.* under columns\\.rename`));
});

test('names that begin as those of write times do are refused', () => {
  expect(() => replicate('id_of_row', '__ts_id')).toThrow('names that begin with __');
});

test.each([long, 'xmin'])('another name in PostgreSQL is enough: %s', (column) => {
  expect(replicate(column, 'other').cells).toMatchObject([{ name: column, target: 'other' }]);
});
