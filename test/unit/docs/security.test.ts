import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** As the page shows it: indented, and lists of statements without quotes. */
const page = read('docs/security.md').replace(/^ {4}/gm, '');

test('the policy to copy is the one that the local stack and its tests use', () => {
  expect(page).toContain(read('templates/stack/vault-policy.hcl').trim());
});

test('the statements to copy are those of the local stack', () => {
  const source = read('src/stack/furnish-vault.ts').replaceAll('${ownerRole}', 'warehouse_writer');
  const statements = [...source.matchAll(/^ {6}`(.*)`,$/gm)].map(([, statement]) => statement!);
  expect(statements).toHaveLength(5);
  for (const statement of statements) expect(page).toContain(statement);
});
