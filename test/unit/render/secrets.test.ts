import { driverConfig, driverConfigPath, loginIn, secretFile, secretPlaceholder } from '../../../src/render/secrets.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { testPipeline } from '../../support/pipeline.js';

function withDelivery(delivery: Pipeline['secrets']['delivery']): Pipeline {
  const pipeline = testPipeline('shop', []);
  return {
    ...pipeline,
    postgresql: { ...pipeline.postgresql, username: 'writer', password: 'pw' },
    secrets: { delivery, directory: '/run/secrets/' },
  };
}

test.each([
  ['file', '${file:/run/secrets/shop.properties:postgresql.password}'],
  ['env', '${env:CDCCTL_SHOP_POSTGRESQL_PASSWORD}'],
  ['inline', 'pw'],
] as const)('delivery %s stands in a configuration as %s', (delivery, placeholder) => {
  expect(secretPlaceholder(withDelivery(delivery), 'postgresql.password')).toBe(placeholder);
});

test.each(['plain', ' leading', 'a=b:c#d!e', 'back\\slash\\n', 'tab\tline\nreturn\r', 'é😀', '\\u0041', '\'$"{}'])(
  'the login %p is read back as it was',
  (text) => {
    const login = { username: text, password: `${text}${text}` };
    const file = secretFile(login);
    expect(loginIn(file)).toEqual(login);
    expect(file).toMatch(/^[\x20-\x7e\n]*$/);
  },
);

test('the driver gets the login of Cassandra where it has one', () => {
  const address = { contactPoints: ['a:9042', 'b:9042'], localDataCenter: 'dc1', keyspace: 'shop' };
  expect(driverConfig(address)).not.toContain('auth-provider');
  expect(driverConfig({ ...address, username: 'u', password: 'p"\\' })).toBe(`datastax-java-driver {
  basic = {
    contact-points = ["a:9042","b:9042"]
    load-balancing-policy.local-datacenter = "dc1"
    request.timeout = "20 seconds"
  }
  advanced.auth-provider = {
    class = "PlainTextAuthProvider"
    username = "u"
    password = "p\\"\\\\"
  }
}
`);
});

test('a node with a driver configuration of its own keeps it', () => {
  const pipeline = withDelivery('env');
  const node = {
    id: 'n',
    connectUrl: '',
    cassandraConfig: '',
    relocationDirectory: '',
    offsetDirectory: '',
    healthPort: 1,
  };
  expect(driverConfigPath(pipeline, node)).toBe('/run/secrets/shop.driver.conf');
  expect(driverConfigPath(pipeline, { ...node, driverConfig: '/own' })).toBe('/own');
});
