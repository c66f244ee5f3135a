import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageVersion } from '../../src/version.js';
import { cdcctl } from '../support/cli.js';

/** `UPDATE_GOLDEN=1 npm run test:unit -- golden/kubernetes` writes what is rendered now. */
const update = process.env.UPDATE_GOLDEN === '1';
const root = join(import.meta.dirname, 'kubernetes');
const cases = readdirSync(root).sort();

/** What `render --kubernetes` with the case's arguments prints, with a word for the version of the package. */
async function render(name: string): Promise<Record<string, string>> {
  // Not in the checkout, where a local stack would give the references values.
  const cwd = mkdtempSync(join(tmpdir(), 'cdcctl-kubernetes-'));
  try {
    cpSync(join(root, name), cwd, { recursive: true });
    const argv = JSON.parse(readFileSync(join(root, name, 'argv.json'), 'utf8')) as string[];
    const hidden = 'hidden-from-manifests';
    const env = { POSTGRES_PASSWORD: hidden, POSTGRES_HOST: hidden, CONNECT_URL: `http://${hidden}` };
    const { stdout, stderr, exitCode } = await cdcctl(['render', '--kubernetes', ...argv], { cwd, env });
    expect(exitCode).toBe(name.startsWith('invalid-') ? 2 : 0);
    expect(stdout + stderr).not.toContain('hidden-from');
    const unversioned = stdout
      .replaceAll(`cdcctl:${packageVersion()}'`, "cdcctl:VERSION'")
      .replaceAll(`version: '${packageVersion()}'`, "version: 'VERSION'");
    return { 'stderr.txt': stderr, ...(stdout === '' ? {} : { 'stdout.yaml': unversioned }) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

test.each(cases)('kubernetes %s', async (name) => {
  const rendered = await render(name);
  const expected = join(root, name, 'expected');
  if (update) {
    rmSync(expected, { recursive: true, force: true });
    mkdirSync(expected);
    for (const [file, text] of Object.entries(rendered)) writeFileSync(join(expected, file), text);
  }
  const files = existsSync(expected) ? readdirSync(expected) : [];
  expect(rendered).toEqual(Object.fromEntries(files.map((file) => [file, readFileSync(join(expected, file), 'utf8')])));
});
