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
  ['${vault:secret/data#key}', 'the reference scheme "vault" is not known'],
  ['${}', 'this is not a reference'],
  ['${some words: here}', 'this is not a reference'],
])('%s is broken', (text, message) => {
  expect(only(text)).toMatchObject({ kind: 'broken', message });
});

test('an unknown scheme names the known ones', () => {
  expect(only('${aws:x}')).toMatchObject({
    hint: 'known are ${env:NAME}, ${env:NAME:-default} and ${file:PATH}; write $${ for a literal ${',
  });
});
