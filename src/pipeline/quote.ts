import { type Path, type Tree } from './tree.js';

/** Whether what is at a path is nobody's business. */
export function isCredential(path: Path): boolean {
  const last = path.at(-1);
  return last === 'username' || isSecret(path);
}

/** Whether what is at a path must not be seen by others. */
export function isSecret(path: Path): boolean {
  const last = path.at(-1);
  return last === 'password' || last === 'secretId' || last === 'token';
}

/**
 * A value as error texts may show it: credentials never, and a reference as it was written, since what it stands for may
 * be a secret that was put into the wrong field.
 */
export function quote(node: Tree | undefined, path: Path): string | undefined {
  if (node?.kind !== 'scalar' || isCredential(path)) return undefined;
  return node.written ?? JSON.stringify(node.value);
}
