import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdcctl } from '../../support/cli.js';

const root = join(import.meta.dirname, '../../..');
const read = (page: string) => readFileSync(join(root, page), 'utf8');
let cwd: string;

beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-docs-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** Validates the definition that a page shows, as shop.yaml. */
async function validate(page: string) {
  const [, definition] = /```yaml\n(apiVersion[^]*?)```/.exec(read(page))!;
  writeFileSync(join(cwd, 'shop.yaml'), definition!);
  return cdcctl(['validate', '-f', 'shop.yaml'], { cwd, env: {} });
}

test('README.md shows a definition, and what validate says of it', async () => {
  const { exitCode, stdout } = await validate('README.md');
  expect(exitCode).toBe(0);
  expect(read('README.md')).toContain(`\`\`\`console\n$ cdcctl validate -f shop.yaml\n${stdout}\`\`\`\n`);
});

test('the guide for production has a definition', async () => {
  expect(await validate('docs/guide/production.md')).toMatchObject({ exitCode: 0, stderr: '' });
});
