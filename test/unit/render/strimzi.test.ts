import { kafkaConnectors } from '../../../src/render/kubernetes/strimzi.js';
import { type RenderedPipeline } from '../../../src/render/rendered.js';

function rendered(name: string, url: string): RenderedPipeline {
  const config = { 'connector.class': 'a.Sink', 'tasks.max': '1' };
  const empty = { topics: [], subjects: [], sql: [], agents: [], hazards: [] };
  return { name: 'shop', connectors: [{ name, kind: 'sink', url, config }], ...empty };
}

test.each([
  ['http://sinks-connect-api:8083', 'sinks'],
  ['http://a-connect-api-connect-api.data.svc:8083/', 'a-connect-api'],
  ['http://10.0.0.4:8083/', 'named'],
])('the workers at %s are those of %s', (url, cluster) => {
  const options = { clusters: new Map([['http://10.0.0.4:8083', 'named']]) };
  expect(kafkaConnectors(rendered('shop-sink-a', url), options).content).toContain(`strimzi.io/cluster: ${cluster}\n`);
});

test('a name that is given goes before the one that the address tells', () => {
  const options = { clusters: new Map([['http://sinks-connect-api:8083', 'named']]) };
  const { content } = kafkaConnectors(rendered('shop-sink-a', 'http://sinks-connect-api:8083'), options);
  expect(content).toContain('strimzi.io/cluster: named\n');
});

test('workers of an unknown resource are refused', () => {
  const render = () => kafkaConnectors(rendered('shop-sink-a', 'http://10.0.0.4:8083'), { clusters: new Map() });
  expect(render).toThrow(/no KafkaConnect resource is known/);
});

test('a table whose name Kubernetes does not take is refused, by the name of its connector', () => {
  expect(() =>
    kafkaConnectors(rendered('shop-sink-order_lines', 'http://a-connect-api'), { clusters: new Map() }),
  ).toThrow(/shop-sink-order_lines/);
});
