import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readDefinitions } from '../../../src/pipeline/definition.js';
import { type DefinitionOptions, loadPipelines, loadPortableDefinitions } from '../../../src/pipeline/load.js';
import { portableDefinition } from '../../../src/pipeline/portable.js';

const golden = join(import.meta.dirname, '../../golden/definition');
let cwd: string;
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-portable-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

/** The options with which the golden test reads a case, in a copy of it. */
function optionsOf(name: string): DefinitionOptions {
  cpSync(join(golden, name), cwd, { recursive: true });
  const file = join(cwd, 'options.json');
  const own = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<DefinitionOptions> & { stdin?: string })
    : {};
  const defaults = { files: ['pipeline.yaml'], sets: [], env: { POSTGRES_PASSWORD: 'x' } };
  return { ...defaults, ...own, cwd, stdin: Readable.from([own.stdin ?? '']) };
}

const valid = readdirSync(golden).filter((name) => name.startsWith('valid-'));

test.each(valid)('the text of %s says the same', async (name) => {
  const definitions = await readDefinitions(optionsOf(name), { valuesRequired: true });
  const text = definitions.map((definition) => portableDefinition(definition).text).join('---\n');
  writeFileSync(join(cwd, 'portable.yaml'), text);
  const reread = await loadPipelines({ ...optionsOf(name), files: ['portable.yaml'], sets: [] });
  expect(reread).toEqual(await loadPipelines(optionsOf(name)));
});

const minimal = readFileSync(join(golden, 'valid-minimal/pipeline.yaml'), 'utf8');

function portable(definition: string, options: Partial<DefinitionOptions> = {}) {
  writeFileSync(join(cwd, 'pipeline.yaml'), definition);
  return loadPortableDefinitions({
    files: ['pipeline.yaml'],
    sets: [],
    env: {},
    cwd,
    stdin: Readable.from([]),
    ...options,
  });
}

test('it needs not every value, and tells which variables have no default everywhere', async () => {
  const [definition] = await portable(minimal, {
    env: { A: 'a' },
    sets: ['spec.cassandra.username=${env:A:-}${env:B}', 'spec.cassandra.password=${env:B:-}${env:A:-}'],
  });
  expect(definition?.variables).toEqual([
    { name: 'A', required: false },
    { name: 'B', required: true },
    { name: 'POSTGRES_PASSWORD', required: true },
  ]);
});

test('a literal ${ is no reference, and stays escaped', async () => {
  const sets = ['spec.postgresql.username=a$${env:NOT}b'];
  const [definition] = await portable(minimal, { sets });
  expect(definition?.text).toContain('username: a$${env:NOT}b\n');
  expect(definition?.variables).toEqual([{ name: 'POSTGRES_PASSWORD', required: true }]);
});

test.each([
  ['a literal', 'secret', /^pipeline.yaml:26:15: spec.postgresql.password: a password is written out/m],
  ['a part', '${env:P}secret', /^pipeline.yaml:26:15: .* is written out/m],
  ['a default', '${env:P:-secret}', /^pipeline.yaml:26:15: .* is written out/m],
  ['an escape', '$${env:P}', /^pipeline.yaml:26:15: .* is written out/m],
  ['a file', '${file:secret}', /^pipeline.yaml:26:15: .*a file of this machine/m],
  ['an unknown scheme', '${vault:secret}', /^pipeline.yaml:26:15: .*reference that is not known/m],
])('a password that is %s is refused at its place', async (_, password, message) => {
  const definition = minimal.replace('${env:POSTGRES_PASSWORD}', () => password);
  await expect(portable(definition)).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(message) as string,
  });
});

test('a password from --set is refused too', async () => {
  const sets = ['spec.postgresql.password=secret'];
  await expect(portable(minimal, { sets })).rejects.toThrow('--set: spec.postgresql.password: a password is written');
});
