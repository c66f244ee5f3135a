import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stackPaths } from '../../../src/stack/directory.js';
import { readContainerLogs } from '../../../src/stack/compose/logs.js';
import { composeVariables } from '../../../src/stack/compose/project.js';
import { chooseRuntime } from '../../../src/stack/runtime.js';
import { preferredPorts } from '../../../src/stack/services.js';
import { readComposeText } from '../../support/compose-files.js';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cdcctl-runtime-'));
  await mkdir(join(home, 'bin'));
});
afterEach(() => rm(home, { recursive: true }));

/** A PATH with one program, which is this script. */
async function withProgram(name: string, script: string): Promise<{ PATH: string }> {
  const file = join(home, 'bin', name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return { PATH: join(home, 'bin') };
}

test('processes where the machine has a Java that fits', async () => {
  const env = await withProgram('java', `echo 'openjdk version "17.0.15"' >&2`);
  expect(await chooseRuntime({ env })).toMatchObject({ runtime: 'native' });
});

test('what was asked for, and what the stack has run in, needs no look at the machine', async () => {
  const env = { PATH: '' };
  expect(await chooseRuntime({ asked: 'compose', env })).toEqual({ runtime: 'compose', why: 'as asked' });
  expect(await chooseRuntime({ known: 'compose', env })).toEqual({ runtime: 'compose', why: 'as before' });
  expect(await chooseRuntime({ known: 'native', asked: 'native', env })).toMatchObject({ runtime: 'native' });
});

test('a stack keeps its runtime', async () => {
  await expect(chooseRuntime({ known: 'native', asked: 'compose', env: {} })).rejects.toMatchObject({
    kind: 'invalid',
    hint: expect.stringContaining('cdcctl down --volumes') as string,
  });
});

test('every variable of the Compose file that differs from stack to stack is set', () => {
  const own = ['GENERATOR_RATE', 'BASE_IMAGE', 'CDCCTL_ARTIFACTS'];
  const documented = [...readComposeText('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const { COMPOSE_PROJECT_NAME: project, ...set } = composeVariables(stackPaths(home), { ports: preferredPorts });
  expect(project).toMatch(/^cdcctl-[0-9a-f]{8}$/);
  expect([...Object.keys(set), ...own].toSorted()).toEqual(documented.toSorted());
});

test('lines of containers are joined to the entries of their services', async () => {
  const lines = [
    'connect-1    | 2026-11-29 06:31:22.400 ERROR [task] WorkerTask - it failed',
    'kafka-1      | 2026-11-29 06:31:22.401 INFO  [main] Kafka - started',
    'connect-1    | java.lang.IllegalStateException: refused',
    'connect-1    | \tat a.B.c(B.java:1)',
    'connect-1    | 2026-11-29 06:31:23.000 INFO  [main] Worker - goes on',
  ];
  const env = await withProgram('compose', `cat <<'END'\n${lines.join('\n')}\nEND`);
  const project = {
    program: { command: join(home, 'bin', 'compose'), args: [] },
    env: { ...env, PATH: '/usr/bin:/bin' },
  };
  const { signal } = new AbortController();
  const entries: string[] = [];
  const options = { services: ['connect' as const, 'kafka' as const], follow: false, signal };
  for await (const { service, text } of readContainerLogs(project, options)) entries.push(`${service}: ${text}`);
  expect(entries).toEqual([
    'connect: 2026-11-29 06:31:22.400 ERROR [task] WorkerTask - it failed\njava.lang.IllegalStateException: refused\n\tat a.B.c(B.java:1)',
    'connect: 2026-11-29 06:31:23.000 INFO  [main] Worker - goes on',
    'kafka: 2026-11-29 06:31:22.401 INFO  [main] Kafka - started',
  ]);
});
