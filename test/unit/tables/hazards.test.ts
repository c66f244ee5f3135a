import { hazardsOf } from '../../../src/tables/hazards.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf, type TableSpec } from '../../support/table-spec.js';

function hazards(spec: Partial<TableSpec>, exclude: string[] = []): string[] {
  const settings = tableSettings('t', { columns: { exclude, rename: {}, type: {} } });
  const source = tableOf({ name: 't', partitionKey: { id: 'int' }, regulars: {}, ...spec });
  return hazardsOf(replicateTable(testPipeline('shop', [settings]), source, settings));
}

test('a table whose log tells everything has none', () => {
  const regulars = { a: 'text', b: 'frozen<list<uuid>>', c: 'frozen<map<int, text>>', d: 'tuple<int, text>' };
  expect(hazards({ regulars })).toEqual([]);
});

test.each([
  ['frozen<map<text, frozen<set<int>>>>', 'loses every write'],
  ['frozen<list<frozen<list<uuid>>>>', 'loses every write'],
])('%s, even if it is left out, loses writes', (type, hazard) => {
  expect(() => hazards({ regulars: { x: type } })).toThrow('loses every write');
  expect(hazards({ regulars: { x: type } }, ['x'])).toEqual([expect.stringContaining(hazard)]);
});

test.each(['map<text, uuid>', 'map<text, decimal>', 'list<timestamp>', 'list<frozen<tuple<int, int>>>'])(
  'deleting an element of %s loses what follows',
  (type) => {
    expect(hazards({ regulars: { x: type } })).toEqual([
      expect.stringContaining('deleting an element of x'),
      expect.stringContaining('reconcile --follow'),
    ]);
  },
);

test.each(['map<uuid, text>', 'list<int>', 'set<uuid>', 'duration', 'frozen<list<blob>>'])(
  '%s is read back',
  (type) => {
    expect(hazards({ regulars: { x: type } })).toEqual([expect.stringContaining('x is not in the change log')]);
  },
);

test('static columns are read back', () => {
  expect(hazards({ clusteringKey: { n: 'int' }, statics: { s: 'int' } })).toEqual([
    expect.stringContaining('s is not in the change log'),
  ]);
});

test('a partition key whose bytes PostgreSQL does not keep cannot be read back', () => {
  expect(hazards({ partitionKey: { price: 'decimal' } })).toEqual([expect.stringContaining('cannot be read back')]);
});
