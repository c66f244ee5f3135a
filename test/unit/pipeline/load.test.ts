import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { checkDefinitions, loadPipelines } from '../../../src/pipeline/load.js';

const minimal = join(import.meta.dirname, '../../golden/definition/valid-minimal/pipeline.yaml');
let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-load-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

function options(more: { files?: string[]; env?: Record<string, string>; sets?: string[]; stdin?: string } = {}) {
  const { stdin = '', ...rest } = more;
  return { files: [minimal], sets: [], env: {}, cwd, stdin: Readable.from([stdin]), ...rest };
}

test('no definition anywhere', async () => {
  await expect(loadPipelines(options({ files: [] }))).rejects.toMatchObject({
    kind: 'invalid',
    hint: 'pass -f FILE, or start the local stack with cdcctl up, which comes with a pipeline',
  });
});

test('CDCCTL_FILE names definitions, separated as in PATH, and -f goes before it', async () => {
  const overlay = 'apiVersion: cdcctl/v1\nkind: Pipeline\nmetadata: { name: warehouse }\n';
  writeFileSync(join(cwd, 'overlay.yaml'), overlay);
  const env = { CDCCTL_FILE: `${minimal}:overlay.yaml`, POSTGRES_PASSWORD: 'x' };
  expect(await checkDefinitions(options({ files: [], env }))).toMatchObject([{ files: [minimal, 'overlay.yaml'] }]);
  expect(await checkDefinitions(options({ env }))).toMatchObject([{ files: [minimal] }]);
});

test('cdcctl.yaml is read where no file is named', async () => {
  writeFileSync(join(cwd, 'cdcctl.yaml'), 'nothing');
  await expect(loadPipelines(options({ files: [] }))).rejects.toThrow(
    'cdcctl.yaml:1:1: a definition must be a mapping',
  );
});

test.each([
  ['missing.yaml', 'no such file'],
  ['circle', 'too many symbolic links'],
  ['a'.repeat(300), 'the name is too long'],
])('a file that cannot be read is named, with the reason: %#', async (file, reason) => {
  symlinkSync('circle', join(cwd, 'circle'));
  await expect(loadPipelines(options({ files: [file] }))).rejects.toMatchObject({
    kind: 'invalid',
    message: `the definition is invalid:\n${file}: the file cannot be read (${reason})`,
  });
});

test('.env in the working directory is read', async () => {
  writeFileSync(join(cwd, '.env'), 'POSTGRES_PASSWORD=from-dot-env\n');
  const [pipeline] = await loadPipelines(options());
  expect(pipeline?.postgresql.password).toBe('from-dot-env');
});

test('a check lists what has no value, and refuses it only where values are required', async () => {
  expect(await checkDefinitions(options())).toMatchObject([{ unresolved: ['POSTGRES_PASSWORD'] }]);
  await expect(checkDefinitions(options(), { valuesRequired: true })).rejects.toThrow('POSTGRES_PASSWORD is not set');
});

test('a check judges what has a value', async () => {
  const sets = ['spec.postgresql.port=${env:PORT}', 'spec.postgresql.host=${env:NOWHERE}'];
  await expect(checkDefinitions(options({ sets, env: { PORT: 'x' } }))).rejects.toThrow(
    '--set: spec.postgresql.port: must be a whole number, not text (the value of ${env:PORT})',
  );
});

test('a renamed column is found by its own name only', async () => {
  const [pipeline] = await loadPipelines(options({ env: { POSTGRES_PASSWORD: 'x' } }));
  expect(pipeline?.tables[0]?.columns.rename['constructor']).toBeUndefined();
});

test('the standard input must be UTF-8', async () => {
  const stdin = Readable.from([Buffer.from([0xff, 0xfe, 0x00])]);
  await expect(loadPipelines({ ...options({ files: ['-'] }), stdin })).rejects.toThrow(
    '<stdin>: the file cannot be read',
  );
});

test('what is too large is not parsed', async () => {
  writeFileSync(join(cwd, 'large.yaml'), '#'.repeat(1024 * 1024 + 1));
  await expect(loadPipelines(options({ files: ['large.yaml'] }))).rejects.toThrow('larger than 1 MiB');
});
