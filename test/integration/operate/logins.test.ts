import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Check } from '../../../src/check.js';
import { type StatusReport } from '../../../src/deploy/status.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { BearerProxy, GuardedWorker } from './guarded-worker.js';

const login = { username: 'operator', password: 'right-horse' };
const token = 'right-token';
const worker = new GuardedWorker(login);
let proxy: BearerProxy;
let example: ExamplePipeline;

/** What the definition refers to; none of the logins where a test gives none. */
function useLogin(variables: Partial<Record<'URL' | 'USER' | 'PASSWORD' | 'TOKEN', string>>): void {
  for (const name of ['URL', 'USER', 'PASSWORD', 'TOKEN'] as const) {
    process.env[`GUARDED_${name}`] = variables[name] ?? '';
  }
}

const basic = () => useLogin({ URL: worker.url, USER: login.username, PASSWORD: login.password });
const bearer = () => useLogin({ URL: proxy.url, TOKEN: token });

beforeAll(async () => {
  await worker.start();
  proxy = new BearerProxy({ ...login, url: worker.url }, token);
  await proxy.start();
  basic();
  example = await openExamplePipeline({
    overlay: `
  connect:
    url: \${env:GUARDED_URL}
    username: \${env:GUARDED_USER}
    password: \${env:GUARDED_PASSWORD}
    token: \${env:GUARDED_TOKEN}
  source:
    nodes:
      - id: node1
        connectUrl: \${env:GUARDED_URL}
        cassandraConfig: \${env:CASSANDRA_CONFIG}
        driverConfig: \${env:CASSANDRA_DRIVER_CONFIG}
        relocationDirectory: \${env:CDC_RELOCATION_DIR}
        offsetDirectory: \${env:CDC_OFFSET_DIR}
        healthPort: \${env:CDC_HEALTH_PORT}
`,
  });
});
afterAll(async () => {
  basic();
  await example.close();
  proxy.stop();
  await worker.stop();
});

async function expectHealthy(): Promise<void> {
  const status = await example.run('status', '-o', 'json');
  expect(status).toMatchObject({ exitCode: 0 });
  expect(dataOf<{ pipelines: StatusReport[] }>(status).pipelines).toMatchObject([{ healthy: true }]);
}

test('a user and a password, asked for by the worker itself; then a token, asked for by a proxy before it', async () => {
  basic();
  expect(await example.run('validate', '--live')).toMatchObject({ exitCode: 0 });
  expect(await example.run('plan', '--detailed-exitcode')).toMatchObject({ exitCode: 3 });
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await expectHealthy();
  bearer();
  expect(await example.run('validate', '--live')).toMatchObject({ exitCode: 0 });
  expect(await example.run('plan')).toMatchObject({ exitCode: 0 });
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await expectHealthy();
  expect(await example.run('undeploy', '--yes')).toMatchObject({ exitCode: 0 });
  expect(await worker.connectors()).toEqual([]);
  expect(worker.log()).not.toMatch(/right-(horse|token)/);
}, 180_000);

describe.each([
  ['a wrong password', () => useLogin({ URL: worker.url, USER: login.username, PASSWORD: 'wrong-horse' })],
  ['no login', () => useLogin({ URL: worker.url })],
  ['a wrong token', () => useLogin({ URL: proxy.url, TOKEN: 'wrong-token' })],
])('%s', (_, use) => {
  test.each([
    [['plan']],
    [['deploy', '--wait']],
    [['status']],
    [['status', '-v', '-o', 'json']],
    [['restart', '--table', 'users']],
    [['undeploy', '--yes']],
  ])('%j ends with 6, names the fields, and shows no secret', async ([command = '', ...argv]) => {
    use();
    const before = await worker.connectors();
    const { exitCode, stdout, stderr } = await example.run(command, ...argv);
    expect(await worker.connectors()).toEqual(before);
    const told = stdout + stderr;
    expect({ exitCode, told }).toMatchObject({
      exitCode: 6,
      told: expect.stringContaining('Kafka Connect answered 401'),
    });
    expect(told).toContain('check spec.connect.username and password, or spec.connect.token');
    expect(told).not.toMatch(/(right|wrong)-(horse|token)/);
  });

  test('validate --live says so, and what the other systems say', async () => {
    use();
    const run = await example.run('validate', '--live', '-o', 'json');
    expect(run.exitCode).toBe(3);
    const failed = dataOf<{ checks: Check[] }>(run).checks.filter(({ result }) => result === 'fail');
    expect(failed).toMatchObject([{ name: 'Kafka Connect', hint: expect.stringContaining('spec.connect.username') }]);
  });
});
