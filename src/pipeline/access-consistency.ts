import { type Problem } from './problems.js';
import { formatPath, nodeAt, type Path, placeOfField, type Tree } from './tree.js';

/** Sections with settings of TLS for an address whose scheme says whether it is spoken. */
const sections: { tls: Path; address: Path }[] = [
  { tls: ['spec', 'connect', 'tls'], address: ['spec', 'connect', 'url'] },
  { tls: ['spec', 'schemaRegistry', 'tls'], address: ['spec', 'schemaRegistry', 'url'] },
  { tls: ['spec', 'secrets', 'vault', 'tls'], address: ['spec', 'secrets', 'vault', 'address'] },
];

/** What contradicts itself in how systems are reached. */
export function accessProblems(tree: Tree): Problem[] {
  return [...sections.flatMap((section) => schemeProblems(tree, section)), ...connectLoginProblems(tree)];
}

function schemeProblems(tree: Tree, { tls, address }: { tls: Path; address: Path }): Problem[] {
  const node = nodeAt(tree, address);
  if (nodeAt(tree, tls) === undefined || node?.kind !== 'scalar' || node.unresolved === true) return [];
  if (!String(node.value).startsWith('http:')) return [];
  const message = `there is ${formatPath(tls)}, and this address is not encrypted`;
  return [{ place: node.place, path: formatPath(address), message, hint: 'write https://, or remove the tls section' }];
}

function connectLoginProblems(tree: Tree): Problem[] {
  const at = ['spec', 'connect', 'token'];
  if (nodeAt(tree, at) === undefined || nodeAt(tree, ['spec', 'connect', 'username']) === undefined) return [];
  const message = 'there are two logins: a token, and a user name with a password';
  return [{ place: placeOfField(tree, at), path: formatPath(at), message, hint: 'keep one of them' }];
}
