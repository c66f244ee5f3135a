import { type ReferenceSources, resolveReferences } from '../../../src/pipeline/resolve.js';
import { type ScalarNode, type Tree } from '../../../src/pipeline/tree.js';

const place = { file: 'pipeline.yaml', line: 1, column: 1 };
const variables: Record<string, string> = { HOST: 'db', EMPTY: '', NESTED: '${env:HOST}' };
const sources: ReferenceSources = {
  variable: (name) => variables[name],
  file: (path, definition) => (path === 'secret' ? { text: ` from ${definition}\n` } : { failure: 'no such file' }),
};

function tree(value: ScalarNode['value'], key = 'host'): Tree {
  return {
    kind: 'mapping',
    place,
    entries: new Map([[key, { keyPlace: place, node: { kind: 'scalar', place, value } }]]),
  };
}

function resolve(value: ScalarNode['value'], key = 'host') {
  const resolution = resolveReferences(tree(value, key), sources);
  const node = resolution.tree.kind === 'mapping' ? resolution.tree.entries.get(key)?.node : undefined;
  return { ...resolution, node };
}

test.each([
  ['${env:HOST}:5432', 'db:5432'],
  ['${env:MISSING:-other}', 'other'],
  ['${env:EMPTY:-other}', 'other'],
  ['${env:EMPTY}', ''],
  ['${env:NESTED}', '${env:HOST}'],
  ['${file:secret}', 'from pipeline.yaml'],
])('%s becomes %p, and is not replaced again', (written, value) => {
  expect(resolve(written).node).toEqual({ kind: 'scalar', place, value, written, convertible: true });
});

test('text without references is no stand-in for a number', () => {
  expect(resolve('$${x}').node).toEqual({ kind: 'scalar', place, value: '${x}' });
  expect(resolve(5).node).toEqual({ kind: 'scalar', place, value: 5 });
});

test('what has no value stays as written and is told', () => {
  const { node, missing, broken } = resolve('${env:HOST}-${env:MISSING}-${file:nowhere}');
  expect(node).toMatchObject({ value: '${env:HOST}-${env:MISSING}-${file:nowhere}', unresolved: true });
  expect(missing.map(({ name }) => name)).toEqual(['MISSING', 'nowhere']);
  expect(broken).toEqual([]);
});

test('a broken reference in a credential is not quoted', () => {
  const { broken } = resolve('${hunter2}', 'password');
  expect(JSON.stringify(broken)).not.toContain('hunter2');
  expect(broken).toHaveLength(1);
});

test('references to Vault are left as they are written, and told', () => {
  const { node, secrets, missing } = resolve('${vault:kv/a#b}-${vault:kv/a#c}', 'password');
  expect(node).toMatchObject({ value: '${vault:kv/a#b}-${vault:kv/a#c}', unresolved: true });
  expect(secrets.map(({ reference }) => reference)).toEqual([
    { kind: 'vault', path: 'kv/a', key: 'b' },
    { kind: 'vault', path: 'kv/a', key: 'c' },
  ]);
  expect(missing).toEqual([]);
});

test('what Vault has is taken as it is', () => {
  const secret = () => '${env:HOST}';
  const { tree: resolved, secrets } = resolveReferences(tree('${vault:kv/a#b}:5432'), { ...sources, secret });
  expect(resolved.kind === 'mapping' && resolved.entries.get('host')?.node).toMatchObject({
    value: '${env:HOST}:5432',
  });
  expect(secrets).toEqual([]);
});
