import { appendFile, copyFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDamage, writeManifest } from '../../../src/stack/cache/manifest.js';

let home: string;
let content: string;
let manifest: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'cdcctl-manifest-'));
  content = join(home, 'content');
  manifest = join(home, 'manifest.json');
  await mkdir(join(content, 'lib'), { recursive: true });
  await writeFile(join(content, 'lib', 'a.jar'), 'aaaa');
  await symlink('a.jar', join(content, 'lib', 'link.jar'));
  await writeManifest(content, manifest);
});

afterEach(() => rm(home, { recursive: true }));

test('files as they were recorded are fine', async () => {
  expect(await findDamage(content, manifest)).toBeUndefined();
});

test('a touched file with the same bytes is fine', async () => {
  await utimes(join(content, 'lib', 'a.jar'), 1, 1);
  expect(await findDamage(content, manifest)).toBeUndefined();
});

test('a missing file is damage', async () => {
  await rm(join(content, 'lib', 'a.jar'));
  expect(await findDamage(content, manifest)).toBe('lib/a.jar is missing');
});

test('a longer file is damage', async () => {
  await appendFile(join(content, 'lib', 'a.jar'), 'b');
  expect(await findDamage(content, manifest)).toBe('lib/a.jar has 5 bytes instead of 4');
});

test('changed bytes of the same length are damage', async () => {
  await writeFile(join(content, 'lib', 'a.jar'), 'aaab');
  expect(await findDamage(content, manifest)).toBe('lib/a.jar has a wrong checksum');
});

test('a link that became a file is damage', async () => {
  await rm(join(content, 'lib', 'link.jar'));
  await copyFile(join(content, 'lib', 'a.jar'), join(content, 'lib', 'link.jar'));
  expect(await findDamage(content, manifest)).toMatch(/^lib\/link.jar has /);
});

test('a manifest that cannot be read is damage', async () => {
  await writeFile(manifest, '{"files":');
  expect(await findDamage(content, manifest)).toBe('its manifest is missing or unreadable');
});
