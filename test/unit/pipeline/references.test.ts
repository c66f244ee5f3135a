import { type Reference, splitReferences } from '../../../src/pipeline/references.js';

function only(text: string): Reference {
  const pieces = splitReferences(text);
  expect(pieces).toHaveLength(1);
  return pieces[0] as Reference;
}

test.each([
  ['${env:HOST}', { kind: 'env', name: 'HOST' }],
  ['${env:HOST:-}', { kind: 'env', name: 'HOST', fallback: '' }],
  ['${env:URL:-http://127.0.0.1:8083}', { kind: 'env', name: 'URL', fallback: 'http://127.0.0.1:8083' }],
  ['${env:A:-b:-c}', { kind: 'env', name: 'A', fallback: 'b:-c' }],
  ['${vault:secret/data/cdc/pg#password}', { kind: 'vault', path: 'secret/data/cdc/pg', key: 'password' }],
  ['${vault:kv/a#b.c-d:-e:-f}', { kind: 'vault', path: 'kv/a', key: 'b.c-d', fallback: 'e:-f' }],
  ['${vault-db:writer#username}', { kind: 'vault-db', role: 'writer', key: 'username' }],
  ['${vault-db:team.writer-1#password:-}', { kind: 'vault-db', role: 'team.writer-1', key: 'password', fallback: '' }],
  ['${file:/run/secrets/password}', { kind: 'file', path: '/run/secrets/password' }],
])('%s is a reference', (text, expected) => {
  expect(only(text)).toEqual(expected);
});

test.each([
  ['', []],
  ['plain $ text {table}', [{ kind: 'text', text: 'plain $ text {table}' }]],
  ['$${env:HOST}', [{ kind: 'text', text: '${env:HOST}' }]],
  ['$$${env:HOST}', [{ kind: 'text', text: '$${env:HOST}' }]],
  [
    'a-${env:B}-$${c}-${file:d}',
    [
      { kind: 'text', text: 'a-' },
      { kind: 'env', name: 'B' },
      { kind: 'text', text: '-${c}-' },
      { kind: 'file', path: 'd' },
    ],
  ],
])('%p is split', (text, expected) => {
  expect(splitReferences(text)).toEqual(expected);
});

test.each([
  ['${env:}', 'a reference has no valid variable name'],
  ['${env}', 'a reference has no valid variable name'],
  ['${env:A B}', 'a reference has no valid variable name'],
  ['${env:A', 'a reference is not closed'],
  ['${file: }', 'a file reference has no path'],
  ['${HOST}', '${HOST} is not a reference'],
  ['${aws:secret/data#key}', 'the reference scheme "aws" is not known'],
  ['${vault:secret/data}', 'a reference to Vault has no path or no key'],
  ['${vault:/secret/data#key}', 'a reference to Vault has no path or no key'],
  ['${vault:secret/data?version=2#key}', 'a reference to Vault has no path or no key'],
  ['${vault:secret/data#}', 'a reference to Vault has no path or no key'],
  ['${vault-db:writer}', 'a reference to a login of Vault has no role, or neither #username nor #password'],
  ['${vault-db:writer#token}', 'a reference to a login of Vault has no role, or neither #username nor #password'],
  ['${vault-db:a/b#username}', 'a reference to a login of Vault has no role, or neither #username nor #password'],
  ['${}', 'this is not a reference'],
  ['${some words: here}', 'this is not a reference'],
])('%s is broken', (text, message) => {
  expect(only(text)).toMatchObject({ kind: 'broken', message });
});

test('an unknown scheme names the known ones', () => {
  expect(only('${aws:x}')).toMatchObject({
    hint: 'known are ${env:NAME}, ${env:NAME:-default}, ${file:PATH}, ${vault:PATH#KEY} and ${vault-db:ROLE#username}; write $${ for a literal ${',
  });
});
