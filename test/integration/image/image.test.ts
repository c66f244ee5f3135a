import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GenericContainer, type StartedTestContainer } from 'testcontainers';
import { packageVersion } from '../../../src/version.js';

/** As the services of the Compose stack have it: `npm run test:docker`. */
const image = process.env.BASE_IMAGE === undefined ? 'cdcctl/cdcctl:0.1.0' : 'cdcctl/built-cdcctl:0.1.0';
const templates = join(import.meta.dirname, '../../../templates/pipelines');

let directory: string;
let container: StartedTestContainer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-image-'));
  // The image's user is another than this one.
  chmodSync(directory, 0o755);
  cpSync(join(templates, 'warehouse.yaml'), join(directory, 'warehouse.yaml'));
  writeFileSync(join(directory, 'wrong.yaml'), 'apiVersion: cdcctl/v1\nkind: Pipelin\n');
  mkdirSync(join(directory, 'private'), { mode: 0o700 });
  container = await new GenericContainer(image)
    .withEntrypoint(['sleep', 'infinity'])
    // The published ports of the stack, by the addresses that all of its parts have.
    .withNetworkMode('host')
    .withEnvironment(environmentOfStack())
    .withBindMounts([{ source: directory, target: '/pipelines', mode: 'ro' }])
    .withWorkingDir('/pipelines')
    .start();
}, 120_000);

afterAll(async () => {
  await container.stop();
  rmSync(directory, { recursive: true });
});

/** What `cdcctl env` tells, but for paths of this machine. */
function environmentOfStack(): Record<string, string> {
  const names = /^(CASSANDRA|KAFKA|SCHEMA_REGISTRY|CONNECT|POSTGRES|CDC)_/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      names.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

test('it has the version of the package, and runs as nobody who may write', async () => {
  expect(await container.exec(['cdcctl', '--version'])).toMatchObject({ exitCode: 0, stdout: `${packageVersion()}\n` });
  const { stdout } = await container.exec(['id', '-u']);
  expect(stdout).toBe('999\n');
  expect((await container.exec(['touch', '/opt/cdcctl/package.json'])).exitCode).not.toBe(0);
});

test('a mounted definition is checked, and one that is wrong ends with exit code 2', async () => {
  expect(await container.exec(['cdcctl', 'validate', '-f', 'warehouse.yaml'])).toMatchObject({ exitCode: 0 });
  const wrong = await container.exec(['cdcctl', 'validate', '-f', 'wrong.yaml', '--no-color']);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('wrong.yaml:2:7');
});

test.each(['private', 'private/warehouse.yaml'])('a definition its user may not read is told: %s', async (file) => {
  const refused = await container.exec(['cdcctl', 'validate', '-f', file, '--no-color']);
  expect(refused).toMatchObject({
    exitCode: 2,
    stderr: `error: the definition is invalid:\n${file}: the file cannot be read (permission denied)\n`,
  });
});

test('from it, the systems of a pipeline are reached', async () => {
  const planned = await container.exec(['cdcctl', 'plan', '-f', 'warehouse.yaml', '-o', 'json']);
  expect({ ...planned, output: '', stdout: '' }).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(planned.stdout)).toMatchObject({ data: { pipelines: [{ pipeline: 'warehouse' }] } });
}, 60_000);
