import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { describeStack } from '../../../src/stack/describe.js';
import { stackPaths } from '../../../src/stack/directory.js';
import { withLock } from '../../../src/stack/lock.js';
import { identify, isRunning } from '../../../src/stack/native/processes.js';
import { type PortChoices } from '../../../src/stack/ports.js';
import { type ServiceName, serviceNames } from '../../../src/stack/services.js';
import { startStack } from '../../../src/stack/start.js';
import { type ServiceStatus } from '../../../src/stack/status.js';
import { type ProgressEvent } from '../../../src/progress.js';
import { waitFor } from '../../../src/wait.js';

const directory = process.env.CDCCTL_TEST_STACK_DIR ?? '';
const paths = stackPaths(directory);

async function up(ports: PortChoices = {}): Promise<ProgressEvent[]> {
  const events: ProgressEvent[] = [];
  await startStack({
    directory,
    ports,
    env: process.env,
    onProgress: (event) => events.push(event),
    signal: AbortSignal.timeout(170_000),
  });
  return events;
}

async function services(): Promise<Record<ServiceName, ServiceStatus>> {
  const status = await describeStack(directory);
  return Object.fromEntries(status?.services.map((service) => [service.name, service]) ?? []) as never;
}

/** Ends a service as a crash does, and returns when it is gone: a JVM takes its time to die. */
async function kill(service: ServiceStatus): Promise<void> {
  // Process 0 would be this test run itself.
  if (service.pid === null) throw new Error(`${service.name} does not run: ${service.problem}`);
  const identity = identify(service.pid);
  process.kill(service.pid, 'SIGKILL');
  await waitFor({ what: `${service.name} to be gone`, timeoutMs: 10_000, intervalMs: 20 }, () =>
    Promise.resolve(identity === undefined || !isRunning(identity) ? true : undefined),
  );
}

/** The threads of a killed JVM may hold its port a little longer than its main thread lives. */
async function listenOn(port: number): Promise<Server> {
  return waitFor({ what: `port ${port}`, timeoutMs: 10_000, intervalMs: 100 }, () => {
    const server = createServer();
    return new Promise((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  });
}

// Whatever the test before has left.
beforeEach(async () => {
  await up();
}, 180_000);

test('every service is running, with its memory and address', async () => {
  const status = await describeStack(directory);
  expect(status).toMatchObject({ healthy: true, runtime: 'native' });
  expect(status?.services.map(({ name, state }) => [name, state])).toEqual(
    serviceNames.map((name) => [name, 'running']),
  );
  const total = status?.services.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0) ?? 0;
  expect(total).toBeGreaterThan(500 * 1024 ** 2);
  expect(total).toBeLessThan(4 * 1024 ** 3);
});

test('up where everything runs restarts nothing', async () => {
  const before = await services();
  await up();
  const after = await services();
  for (const name of serviceNames) expect(after[name].pid).toBe(before[name].pid);
});

test('the password is in files that only the owner can read', () => {
  const password = process.env.POSTGRES_PASSWORD ?? '';
  expect(password.length).toBeGreaterThan(20);
  expect(statSync(paths.environment).mode & 0o777).toBe(0o600);
  expect(statSync(paths.config).mode & 0o777).toBe(0o700);
  expect(statSync(paths.secrets).mode & 0o777).toBe(0o700);
  expect(readFileSync(paths.state, 'utf8')).not.toContain(password);
});

test.each<ServiceName>(['postgresql', 'registry', 'kafka'])(
  'up restarts %s after a kill and leaves the others alone',
  async (name) => {
    const before = await services();
    await kill(before[name]);
    expect((await services())[name]).toMatchObject({
      state: 'stopped',
      problem: `process ${before[name].pid} has ended`,
    });
    await up();
    const after = await services();
    expect(after[name].state).toBe('running');
    expect(after[name].pid).not.toBe(before[name].pid);
    for (const other of serviceNames.filter((candidate) => candidate !== name)) {
      expect(after[other].pid).toBe(before[other].pid);
    }
  },
  180_000,
);

test('a process that has taken the id of a dead service is left alone', async () => {
  const before = await services();
  await kill(before.registry);
  const state = readFileSync(paths.state, 'utf8');
  writeFileSync(paths.state, state.replace(`"pid": ${before.registry.pid},`, `"pid": ${process.pid},`));
  expect((await services()).registry.state).toBe('stopped');
  await up();
  expect((await services()).registry.state).toBe('running');
}, 60_000);

test('a port that another process took meanwhile is named, and nothing is started', async () => {
  const before = await services();
  const port = Number(before.registry.address.split(':')[1]);
  await kill(before.registry);
  const intruder = await listenOn(port);
  await expect(up()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining(`port ${port} (registry) is taken by process ${process.pid}`) as string,
  });
  await new Promise((resolve) => intruder.close(resolve));
  await up();
  expect((await services()).registry.state).toBe('running');
}, 60_000);

test('a second up waits for the first', async () => {
  const order: string[] = [];
  let second: Promise<ProgressEvent[]> | undefined;
  await withLock({ path: paths.home }, async () => {
    second = up();
    await new Promise((resolve) => setTimeout(resolve, 500));
    order.push('first ends');
  });
  const events = await second;
  expect(order).toEqual(['first ends']);
  expect(events?.[0]?.detail).toBe(`waiting for process ${process.pid}, which is changing it`);
}, 60_000);
