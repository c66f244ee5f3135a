import { riskOf } from '../../../src/deploy/risks.js';

const change = (name: string, from = 'a', to = 'b') => [{ name, from, to }];
const address = (place: string, parameters: string) => `jdbc:postgresql://${place}/shop?${parameters}`;

test.each([
  ['sink', 'topics', /beginning/],
  ['sink', 'consumer.override.group.id', /offsets/],
  ['sink', 'collection.name.format', /another table/],
  ['source', 'topic.prefix', /offsets/],
  ['source', 'offset.backing.store.dir', /offsets/],
  ['source', 'transforms.route.replacement', /other topics/],
] as const)('of a %s, %s is a risk', (kind, name, what) => {
  expect(riskOf(kind, change(name))).toMatch(what);
});

test.each([
  ['sink', 'batch.size'],
  ['sink', 'connection.password'],
  ['source', 'transforms'],
  ['source', 'predicates.replicated.pattern'],
] as const)('of a %s, %s is none', (kind, name) => {
  expect(riskOf(kind, change(name))).toBeUndefined();
});

test('another database is a risk, another parameter of its address is none', () => {
  const from = address('db:5432', 'currentSchema=shop_cdc&ApplicationName=a');
  const riskTo = (to: string) => riskOf('sink', change('connection.url', from, to));
  expect(riskTo(address('db:5432', 'currentSchema=shop_cdc&ApplicationName=b'))).toBeUndefined();
  expect(riskTo(address('other:5432', 'currentSchema=shop_cdc&ApplicationName=a'))).toMatch(/not there/);
  expect(riskTo(address('db:5432', 'currentSchema=other_cdc&ApplicationName=a'))).toMatch(/not there/);
});
