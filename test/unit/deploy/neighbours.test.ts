import { type LiveConnector } from '../../../src/clients/connect.js';
import { neighbourRisk } from '../../../src/deploy/neighbours.js';
import { type Connector } from '../../../src/render/rendered.js';

const url = 'http://connect:8083';
const sourceClass = 'io.debezium.connector.cassandra.Cassandra4Connector';
const source: Connector = { name: 'shop-source-n1', kind: 'source', url, config: { 'connector.class': sourceClass } };
const sink: Connector = { name: 'shop-sink-orders', kind: 'sink', url, config: { topics: 'cdc-events-orders' } };

const running = (config: Record<string, string>, state: 'RUNNING' | 'STOPPED' = 'RUNNING'): LiveConnector => ({
  config,
  status: { name: '', connector: { state, worker_id: '' }, tasks: [] },
});

function risk(connector: Connector, others: Record<string, LiveConnector>, own = [connector.name]) {
  return neighbourRisk(connector, new Map([[url, new Map(Object.entries(others))]]), new Set(own));
}

test('a second source in one worker is a risk, unless the first is stopped or of the same definition', () => {
  const other = { 'connector.class': sourceClass };
  expect(risk(source, { 'other-source': running(other) })).toMatch(/^other-source is a source in http:.*undeploy/);
  expect(risk(source, { 'other-source': running(other, 'STOPPED') })).toBeUndefined();
  expect(risk(source, { 'other-source': running(other) }, ['shop-source-n1', 'other-source'])).toBeUndefined();
  expect(risk(source, { files: running({ 'connector.class': 'FileStreamSource' }) })).toBeUndefined();
  expect(neighbourRisk(source, new Map(), new Set())).toBeUndefined();
});

test('a topic that a sink of another pipeline reads is a risk, one that another kind of sink reads is none', () => {
  const topics = 'cdc-events-orders';
  const inlet = { topics, 'collection.name.format': 'orders_inlet' };
  expect(risk(sink, { 'other-sink': running(inlet) })).toMatch(/^other-sink reads cdc-events-orders, too/);
  const confluent = { topics, 'table.name.format': 'orders_inlet' };
  expect(risk(sink, { 'other-sink': running(confluent) })).toMatch(/^other-sink reads cdc-events-orders, too/);
  expect(risk(sink, { 'other-sink': running({ ...inlet, topics: 'cdc-events-users' }) })).toBeUndefined();
  expect(risk(sink, { search: running({ topics }) })).toBeUndefined();
});
