import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeManifestJar } from '../../../src/stack/cache/manifest-jar.js';

test('the jar can be read by others, and is the same each time', async () => {
  const home = await mkdtemp(join(tmpdir(), 'cdcctl-jar-'));
  const jar = join(home, 'declared.jar');
  const manifest = { 'a.Transformation': ['b.First', 'b.Second'], 'a.Converter': ['b.Third'] };
  await writeManifestJar(jar, manifest);
  const listed = execFileSync('python3', ['-c', listing, jar], { encoding: 'utf8' });
  expect(JSON.parse(listed)).toEqual({
    'META-INF/services/a.Transformation': 'b.First\nb.Second\n',
    'META-INF/services/a.Converter': 'b.Third\n',
  });
  const first = await readFile(jar);
  await writeManifestJar(jar, manifest);
  expect((await readFile(jar)).equals(first)).toBe(true);
  await rm(home, { recursive: true });
});

const listing = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))
`;
