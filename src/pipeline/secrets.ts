import { type VaultSettings } from './pipeline.js';
import { type Problem } from './problems.js';
import { type SecretReference } from './references.js';
import { type SecretUse } from './resolve.js';
import { formatPath, nodeAt, type Path, placeOfField, type Tree } from './tree.js';

/**
 * Asks Vault for what a definition refers to and returns where the values are found; references that are not needed may
 * be left out, and stay as they are written.
 */
export type SecretReader = (
  settings: VaultSettings,
  uses: SecretUse[],
) => Promise<(reference: SecretReference) => string | undefined>;

export function vaultSettingsOf(definition: unknown): VaultSettings | undefined {
  return (definition as { spec: { secrets: { vault?: VaultSettings } } }).spec.secrets.vault;
}

const vaultPath = ['spec', 'secrets', 'vault'];
const loginPath = ['spec', 'postgresql'];

/** What is wrong with where Vault is referred to, and with how it is logged in to. */
export function secretProblems(tree: Tree, uses: SecretUse[]): Problem[] {
  return [...authProblems(tree), ...uses.flatMap((use) => useProblems(tree, use)), ...loginProblems(tree, uses)];
}

function authProblems(tree: Tree): Problem[] {
  const at = [...vaultPath, 'auth'];
  const auth = nodeAt(tree, at);
  if (auth?.kind === 'mapping' && auth.entries.size !== 1) {
    return [problem(tree, at, 'must have exactly one of appRole, kubernetes and token', 'say how to log in to Vault')];
  }
  const appRole = nodeAt(tree, [...at, 'appRole']);
  if (appRole?.kind !== 'mapping' || appRole.entries.has('secretId') !== appRole.entries.has('secretIdFile')) return [];
  return [problem(tree, [...at, 'appRole'], 'must have one of secretId and secretIdFile', 'keep or add one')];
}

function useProblems(tree: Tree, { path, reference }: SecretUse): Problem[] {
  if (formatPath(path).startsWith('spec.secrets.')) {
    return [problem(tree, path, 'what tells how to reach Vault and its workers cannot be in Vault', 'use env or file')];
  }
  if (reference.kind === 'vault-db' && !isLogin(path)) {
    const message = 'logins that Vault makes are for spec.postgresql.username and password alone';
    return [problem(tree, path, message, 'write ${vault:PATH#KEY} for a secret that stays')];
  }
  if (nodeAt(tree, vaultPath) !== undefined) return [];
  const message = 'it refers to Vault, and nothing says where that is';
  return [problem(tree, path, message, 'add spec.secrets.vault with address and auth')];
}

/** A login changes while connectors run: both of its parts must come from one role, and be read anew by a restart. */
function loginProblems(tree: Tree, uses: SecretUse[]): Problem[] {
  const parts = uses.filter(({ path, reference }) => isLogin(path) && reference.kind === 'vault-db');
  const [first] = parts;
  if (first?.reference.kind !== 'vault-db') return [];
  const wanted = (key: string) => `\${vault-db:${(first.reference as { role: string }).role}#${key}}`;
  const mismatch = ['username', 'password'].flatMap((key) => {
    const at = [...loginPath, key];
    const node = nodeAt(tree, at);
    const written = node?.kind === 'scalar' ? String(node.value) : '';
    if (node === undefined || written.replace(/:-.*\}$/s, '}') === wanted(key)) return [];
    return [problem(tree, at, 'user name and password are not of one login of Vault', `write ${wanted(key)}`)];
  });
  const at = ['spec', 'secrets', 'delivery'];
  const delivery = nodeAt(tree, at);
  if (delivery?.kind !== 'scalar' || delivery.unresolved || delivery.value === 'file') return mismatch;
  const message = 'a login that changes can be delivered only by file, which connectors read again';
  return [...mismatch, problem(tree, at, message, 'write delivery: file')];
}

function isLogin(path: Path): boolean {
  return ['spec.postgresql.username', 'spec.postgresql.password'].includes(formatPath(path));
}

function problem(tree: Tree, path: Path, message: string, hint: string): Problem {
  const place = nodeAt(tree, path)?.place ?? placeOfField(tree, path);
  return { place, path: formatPath(path), message, hint };
}
