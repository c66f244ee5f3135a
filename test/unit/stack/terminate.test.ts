import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { identify, isRunning, processesIn, residentMemory } from '../../../src/stack/native/processes.js';
import { terminate } from '../../../src/stack/native/terminate.js';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function runNode(script: string, cwd = '/'): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('up'); setInterval(() => {}, 1000)`], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child as ChildProcess & { pid: number };
}

function identityOf(pid: number) {
  const identity = identify(pid);
  if (identity === undefined) throw new Error(`process ${pid} does not run`);
  return identity;
}

test('a process ends when asked', async () => {
  const identity = identityOf((await runNode('')).pid);
  expect(await terminate({ process: identity, signal: 'SIGTERM', timeoutMs: 5000 })).toBe('ended');
  expect(isRunning(identity)).toBe(false);
});

test('a process that does not listen is killed', async () => {
  const identity = identityOf((await runNode("process.on('SIGTERM', () => {})")).pid);
  expect(await terminate({ process: identity, signal: 'SIGTERM', timeoutMs: 200 })).toBe('killed');
  expect(isRunning(identity)).toBe(false);
});

test('another process with the same id is left alone', async () => {
  const identity = identityOf((await runNode('')).pid);
  const earlier = { ...identity, startTicks: identity.startTicks - 1 };
  expect(isRunning(earlier)).toBe(false);
  await terminate({ process: earlier, signal: 'SIGKILL', timeoutMs: 100 });
  expect(isRunning(identity)).toBe(true);
});

test('processes are found by program and working directory', async () => {
  const { pid } = await runNode('', '/usr/share');
  expect(processesIn('/usr/share', ['node'])).toContainEqual(identityOf(pid));
  expect(processesIn('/usr', ['node']).map((found) => found.pid)).toContain(pid);
  expect(processesIn('/usr/sha', ['node']).map((found) => found.pid)).not.toContain(pid);
  expect(processesIn('/usr/share', ['java']).map((found) => found.pid)).not.toContain(pid);
});

test('memory counts the processes below', async () => {
  const { pid } = await runNode("require('node:child_process').spawn('sleep', ['60'])");
  expect(residentMemory(pid)).toBeGreaterThan(10 * 1024 * 1024);
});
