import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdcctl } from '../../support/cli.js';

const pipelines = join(import.meta.dirname, '../../golden/kubernetes');
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdcctl-render-'));
  cpSync(join(pipelines, 'two-pipelines/pipeline.yaml'), join(cwd, 'pipeline.yaml'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function render(...argv: string[]) {
  return cdcctl(['render', '-f', 'pipeline.yaml', ...argv], { cwd, env: {} });
}

test('--output-dir writes a file for each pipeline, with what is printed else', async () => {
  const { stdout, exitCode } = await render('--kubernetes', '--output-dir', join(cwd, 'out'));
  const files = ['shop', 'stock'].map((name) => `${cwd}/out/${name}/kubernetes/verify-job.yaml`);
  expect({ stdout, exitCode }).toEqual({ stdout: `${files.join('\n')}\n`, exitCode: 0 });
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  expect((await render('--kubernetes')).stdout).toBe(texts.join('---\n'));
});

test('--quiet leaves out the note about the secret, JSON has the file', async () => {
  const { stdout, stderr } = await render('--kubernetes', '--quiet', '-o', 'json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'render',
    data: { files: [{ path: 'shop/kubernetes/verify-job.yaml' }, { path: 'stock/kubernetes/verify-job.yaml' }] },
  });
});

test.each([
  ['--shards', '0', 'a number from 1 to 1000'],
  ['--shards', '1001', 'a number from 1 to 1000'],
  ['--shards', 'many', 'a whole number'],
  ['--image', "x'y", 'a reference to an image'],
  ['--namespace', 'Data', 'RFC 1123'],
  ['--storage-class', 'a..b', 'RFC 1123'],
])('%s %s is wrong usage', async (flag, value, message) => {
  const { exitCode, stdout, stderr } = await render('--kubernetes', flag, value);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test.each([
  ['--shards', '2'],
  ['--storage-class', 'nfs'],
])('%s without --kubernetes is wrong usage', async (flag, value) => {
  const { exitCode, stderr } = await render(flag, value);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: `error: ${flag} is for render --kubernetes\n  → add it\n`,
  });
});
