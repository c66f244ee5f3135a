import { readPluginProperties } from '../../../src/connectors/properties.js';
import { settingDifferences } from '../../../src/deploy/connector-settings.js';
import { type Connector } from '../../../src/render/rendered.js';

const known = readPluginProperties();
const sink: Connector = {
  name: 'shop-sink-users',
  kind: 'sink',
  url: 'http://connect:8083',
  config: {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    topics: 'users',
    'connection.password': '${file:/run/secrets/shop.properties:postgresql.password}',
    'batch.size': '500',
  },
};
const differences = (live: Record<string, string>, desired = sink.config) =>
  settingDifferences({ ...sink, config: desired }, { ...sink.config, name: sink.name, ...live }, known);

test.each([
  ['the name that Connect adds', {}],
  ['a default that somebody wrote down', { 'connection.pool.timeout': '1800' }],
  ['a default of a client', { 'consumer.override.session.timeout.ms': '45000' }],
])('%s is no difference', (_what, live) => {
  expect(differences(live)).toEqual({ settings: [], secrets: [] });
});

test('a default that the definition writes down is none either', () => {
  const live = Object.fromEntries(
    Object.entries({ ...sink.config, name: sink.name }).filter(([key]) => key !== 'batch.size'),
  );
  expect(settingDifferences(sink, live, known).settings).toEqual([]);
});

test('what differs is told setting by setting', () => {
  expect(differences({ 'batch.size': '7', 'hibernate.x': 'y' }).settings).toEqual([
    { name: 'batch.size', from: '7', to: '500' },
    { name: 'hibernate.x', from: 'y', to: null },
  ]);
});

test.each([
  ['a password in the place of its placeholder', { 'connection.password': 'canary' }, '(secret)'],
  ['a login of a client', { 'consumer.override.sasl.jaas.config': 'user="u" password="canary"' }, '(secret)'],
  [
    'a password within an address',
    { 'hibernate.url': 'jdbc:x://h/d?user=u&password=canary&a=b' },
    'jdbc:x://h/d?user=(secret)&password=(secret)&a=b',
  ],
  ['a login within an address', { 'hibernate.url': 'http://u:canary@host/' }, 'http://(secret)@host/'],
])('%s is not shown', (_what, live, shown) => {
  const { settings } = differences(live);
  expect(settings).toMatchObject([{ from: shown }]);
  expect(JSON.stringify(settings)).not.toContain('canary');
});

test('a placeholder is shown, and another secret is another difference', () => {
  const found = differences({ 'connection.password': '${env:OTHER}' });
  expect(found.settings).toEqual([
    { name: 'connection.password', from: '${env:OTHER}', to: sink.config['connection.password'] },
  ]);
  const inline = { ...sink.config, 'connection.password': 'new' };
  const first = differences({ 'connection.password': 'one' }, inline);
  const second = differences({ 'connection.password': 'two' }, inline);
  expect(first.settings).toEqual(second.settings);
  expect(first.secrets).toEqual(['one', 'new']);
  expect(second.secrets).toEqual(['two', 'new']);
});
