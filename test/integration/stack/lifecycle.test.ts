import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { OperatorError } from '../../../src/errors.js';
import { describeStack } from '../../../src/stack/describe.js';
import { stackPaths } from '../../../src/stack/directory.js';
import { withLock } from '../../../src/stack/lock.js';
import { type ServiceName, systemNames } from '../../../src/stack/services.js';
import { type ProgressEvent } from '../../../src/progress.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl } from '../../support/cli.js';
import { killService, servicesOfStack, stackDirectory, startServices } from '../../support/services.js';

const paths = stackPaths(stackDirectory);

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
  await startServices();
}, 180_000);

test('every service is running, with its memory and address', async () => {
  const status = await describeStack(stackDirectory, process.env);
  expect(status).toMatchObject({ healthy: true, runtime: 'native' });
  expect(status?.services.map(({ name, state }) => [name, state])).toEqual(
    systemNames.map((name) => [name, 'running']),
  );
  const total = status?.services.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 0) ?? 0;
  expect(total).toBeGreaterThan(500 * 1024 ** 2);
  expect(total).toBeLessThan(4 * 1024 ** 3);
});

test('up where everything runs restarts nothing', async () => {
  const before = await servicesOfStack();
  await startServices();
  const after = await servicesOfStack();
  for (const name of systemNames) expect(after[name].pid).toBe(before[name].pid);
});

test('the password is in files that only the owner can read', () => {
  const password = process.env.POSTGRES_PASSWORD ?? '';
  expect(password.length).toBeGreaterThan(20);
  expect(statSync(paths.environment).mode & 0o777).toBe(0o600);
  expect(statSync(paths.config).mode & 0o777).toBe(0o700);
  expect(statSync(paths.secrets).mode & 0o777).toBe(0o700);
  expect(readFileSync(paths.state, 'utf8')).not.toContain(password);
});

test.each<ServiceName>(['postgresql', 'registry', 'kafka', 'vault'])(
  'up restarts %s after a kill and leaves the others alone',
  async (name) => {
    const before = await servicesOfStack();
    await killService(before[name]);
    expect((await servicesOfStack())[name]).toMatchObject({
      state: 'stopped',
      problem: `process ${before[name].pid} has ended`,
    });
    await startServices();
    const after = await servicesOfStack();
    expect(after[name].state).toBe('running');
    expect(after[name].pid).not.toBe(before[name].pid);
    for (const other of systemNames.filter((candidate) => candidate !== name)) {
      expect(after[other].pid).toBe(before[other].pid);
    }
  },
  180_000,
);

test('a process that has taken the id of a dead service is left alone', async () => {
  const before = await servicesOfStack();
  await killService(before.registry);
  const state = readFileSync(paths.state, 'utf8');
  writeFileSync(paths.state, state.replace(`"pid": ${before.registry.pid},`, `"pid": ${process.pid},`));
  expect((await servicesOfStack()).registry.state).toBe('stopped');
  await startServices();
  expect((await servicesOfStack()).registry.state).toBe('running');
}, 60_000);

test('a port that another process took meanwhile is named, and nothing is started', async () => {
  const before = await servicesOfStack();
  const port = Number(before.registry.address.split(':')[1]);
  await killService(before.registry);
  const intruder = await listenOn(port);
  await expect(startServices()).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining(`port ${port} (registry) is taken by process ${process.pid}`) as string,
  });
  await new Promise((resolve) => intruder.close(resolve));
  await startServices();
  expect((await servicesOfStack()).registry.state).toBe('running');
}, 60_000);

test('a second up waits for the first', async () => {
  const order: string[] = [];
  let second: Promise<ProgressEvent[]> | undefined;
  await withLock({ path: paths.home }, async () => {
    second = startServices();
    await new Promise((resolve) => setTimeout(resolve, 500));
    order.push('first ends');
  });
  const events = await second;
  expect(order).toEqual(['first ends']);
  expect(events?.[0]?.detail).toBe(`waiting for process ${process.pid}, which is changing it`);
}, 60_000);

test('a supervised stack starts again what ends, and lets the supervisor go where it is interrupted', async () => {
  const stop = new AbortController();
  let stderr = '';
  const ended = cdcctl(['up', '--supervise'], {
    cwd: stackDirectory,
    signal: stop.signal,
    onStderr: (text) => (stderr += text),
  });
  const said = (what: RegExp) =>
    waitFor({ what: String(what), timeoutMs: 60_000, intervalMs: 100 }, () =>
      Promise.resolve(what.test(stderr) || undefined),
    );
  await said(/watching what runs/);
  for (const restart of [1, 2]) {
    const before = await servicesOfStack();
    await killService(before.registry);
    await said(new RegExp(`has ended; starting it again \\(restart ${restart}\\)`));
    await waitFor({ what: 'the registry', timeoutMs: 60_000 }, async () =>
      (await servicesOfStack()).registry.state === 'running' ? true : undefined,
    );
    expect((await servicesOfStack()).kafka.pid).toBe(before.kafka.pid);
  }
  stop.abort(new OperatorError({ kind: 'interrupted', message: 'interrupted by the test' }));
  expect((await ended).exitCode).toBe(130);
  expect((await servicesOfStack()).registry.state).toBe('running');
}, 120_000);
