import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { tlsOptions } from '../../../src/clients/tls.js';
import { type ServiceName } from '../../../src/stack/services.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { servicesOfStack, startServices } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';

const services: ServiceName[] = ['cassandra', 'kafka', 'registry', 'postgresql', 'vault', 'connect'];
const settings = () => tlsOptions(stackOfTests().connect.tls!, 'the stack of the tests');

describe.each(services)('%s', (name) => {
  test('speaks TLS 1.3, with a certificate that cdcctl trusts', async () => {
    expect(await handshake(name, settings())).toBe('TLSv1.3');
  });

  test('speaks no TLS 1.2', async () => {
    await expect(handshake(name, { ...settings(), minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).rejects.toThrow(
      /protocol version|handshake failure|ECONNRESET|disconnected/,
    );
  });
});

test.each<ServiceName>(['cassandra', 'connect'])('%s wants a certificate of its clients', async (name) => {
  const { cert, key, ...withoutCertificate } = settings();
  expect([cert, key]).not.toContain(undefined);
  await expect(handshake(name, withoutCertificate, { waitForAlert: true })).rejects.toThrow(
    /certificate required|bad certificate|ECONNRESET|closed/,
  );
});

test('a stack that runs is left alone by the next `up`', async () => {
  const before = await servicesOfStack();
  await startServices();
  const after = await servicesOfStack();
  for (const name of services) expect(after[name].pid).toBe(before[name].pid);
});

describe('a pipeline', () => {
  let example: ExamplePipeline;
  beforeAll(async () => {
    // Without a driver configuration of the node, cdcctl delivers one: with TLS, a client certificate and a login.
    example = await openExamplePipeline({
      overlay: `
  source:
    nodes:
      - id: node1
        connectUrl: \${env:CONNECT_URL}
        cassandraConfig: \${env:CASSANDRA_CONFIG}
        relocationDirectory: \${env:CDC_RELOCATION_DIR}
        offsetDirectory: \${env:CDC_OFFSET_DIR}
        healthPort: \${env:CDC_HEALTH_PORT}
`,
    });
  });
  afterAll(() => example.close());

  test('runs with TLS and logins everywhere', async () => {
    const deployed = await example.run('deploy', '--wait', '--timeout', '120s');
    expect({ ...deployed, stdout: '' }).toMatchObject({ exitCode: 0 });
    expect((await example.run('generate', '--count', '500')).exitCode).toBe(0);
    const { exitCode, report } = await example.verify();
    expect({ exitCode, rows: report.tables.map(({ verdict }) => verdict) }).toEqual({
      exitCode: 0,
      rows: ['equal', 'equal'],
    });
    const { rows } = await example.postgres.query<{ name: string; version: string }>(
      `SELECT application_name AS name, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE application_name LIKE $1`,
      [`${example.name}-sink-%`],
    );
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set(['TLSv1.3']));
  });

  test.each([
    ['spec.cassandra.password=wrong', 'Cassandra refused the login'],
    ['spec.postgresql.password=wrong', 'PostgreSQL refused the login'],
    ['spec.kafka.sasl.password=wrong', 'Kafka: SASL SCRAM SHA512 authentication failed'],
  ])('--set %s ends with 6', async (set, message) => {
    const { exitCode, stderr } = await example.run('status', '--set', set);
    const verified = exitCode === 0 ? await example.run('verify', '--set', set) : { exitCode, stderr };
    expect(verified).toMatchObject({ exitCode: 6, stderr: expect.stringContaining(message) as string });
  });

  test('no secret of TLS is in a rendered connector', async () => {
    const { stdout } = await example.run('render');
    for (const name of ['CDC_STORE_PASSWORD', 'KAFKA_PASSWORD', 'CASSANDRA_PASSWORD', 'POSTGRES_PASSWORD']) {
      expect(stdout).not.toContain(process.env[name]);
    }
  });
});

/** The version of TLS that a service speaks; rejects when it does not take the connection. */
async function handshake(
  name: ServiceName,
  options: ConnectionOptions,
  { waitForAlert = false } = {},
): Promise<string | null> {
  const { address } = (await servicesOfStack())[name];
  const [host, port] = address.split(':') as [string, string];
  const socket = connectTcp({ host, port: Number(port) });
  if (name === 'postgresql') await requestTls(socket);
  return new Promise((resolve, reject) => {
    const secure: TLSSocket = connectTls({ ...options, socket, host }, () => {
      // A server that misses the certificate says so after the handshake.
      if (!waitForAlert) finish(() => resolve(secure.getProtocol()));
      else secure.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
    const finish = (settle: () => void): void => {
      settle();
      secure.destroy();
    };
    secure.on('error', (error: Error) => finish(() => reject(error)));
    secure.on('close', () => reject(new Error('closed')));
    secure.on('data', () => finish(() => resolve(secure.getProtocol())));
  });
}

/** PostgreSQL's SSLRequest. */
function requestTls(socket: ReturnType<typeof connectTcp>): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (answer) => (answer.toString() === 'S' ? resolve() : reject(new Error('no TLS'))));
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  });
}
