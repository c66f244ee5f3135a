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
  expect(driverConfig({ cassandra: address })).not.toContain('auth-provider');
  expect(driverConfig({ cassandra: { ...address, username: 'u', password: 'p"\\' } })).toBe(`datastax-java-driver {
  basic = {
    contact-points = ["a:9042","b:9042"]
    load-balancing-policy.local-datacenter = "dc1"
    request.timeout = "20 seconds"
  }
  advanced.metadata.schema.request-timeout = "20 seconds"
  advanced.auth-provider = {
    class = "PlainTextAuthProvider"
    username = "u"
    password = "p\\"\\\\"
  }
}
`);
});

test('the driver speaks TLS as the definition says, with the files of the worker', () => {
  const tls = { verifyHostname: true, minVersion: 'TLSv1.3' as const };
  const cassandra = { contactPoints: ['a:9042'], localDataCenter: 'dc1', keyspace: 'shop', tls };
  const workerTls = {
    truststoreFile: '/t.p12',
    truststorePassword: 'trust',
    keystoreFile: '/k.p12',
    keystorePassword: 'key',
  };
  expect(driverConfig({ cassandra, workerTls })).toContain(`  advanced.ssl-engine-factory = {
    class = "DefaultSslEngineFactory"
    hostname-validation = true
    cipher-suites = ["TLS_AES_256_GCM_SHA384","TLS_AES_128_GCM_SHA256","TLS_CHACHA20_POLY1305_SHA256"]
    truststore-path = "/t.p12"
    truststore-password = "trust"
    keystore-path = "/k.p12"
    keystore-password = "key"
  }
`);
  const older = { ...cassandra, tls: { verifyHostname: false, minVersion: 'TLSv1.2' as const } };
  expect(driverConfig({ cassandra: older })).toContain(`  advanced.ssl-engine-factory = {
    class = "DefaultSslEngineFactory"
    hostname-validation = false
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
