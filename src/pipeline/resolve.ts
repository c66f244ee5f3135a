import { type Place, type Problem } from './problems.js';
import { isCredential } from './quote.js';
import { knownReferences, type Piece, type SecretReference, splitReferences } from './references.js';
import { formatPath, mapScalars, type Path, type ScalarNode, type Tree } from './tree.js';

/** Where the values of references come from. */
export interface ReferenceSources {
  variable: (name: string) => string | undefined;
  /** The contents of a file named in a definition, or why it cannot be read. */
  file: (path: string, definition: string) => { text: string } | { failure: string };
  /** The value that Vault has; without this function such references stay as they are written. */
  secret?: (reference: SecretReference) => string | undefined;
}

export interface Resolution {
  tree: Tree;
  /** References that are wrong in themselves. */
  broken: Problem[];
  /** References that have no value here. */
  missing: MissingReference[];
  /** References to Vault that were left as they are written. */
  secrets: SecretUse[];
}

/** Where a definition refers to Vault. */
export interface SecretUse {
  path: Path;
  place: Place;
  reference: SecretReference;
}

export interface MissingReference {
  /** The variable's name, or the file's path. */
  name: string;
  problem: Problem;
}

/** Replaces the references in a definition; one without a value stays as it was written and is marked. */
export function resolveReferences(tree: Tree, sources: ReferenceSources): Resolution {
  const broken: Problem[] = [];
  const missing: MissingReference[] = [];
  const secrets: SecretUse[] = [];

  function resolveScalar(node: ScalarNode, path: Path): Tree {
    if (typeof node.value !== 'string' || !node.value.includes('${')) return node;
    const written = node.value;
    const pieces = splitReferences(written);
    const problemAt = { place: node.place, path: formatPath(path) };
    const texts = pieces.map((piece) => {
      const value = valueOf(piece, sources, node.place.file);
      if ('text' in value) return value.text;
      if ('reference' in value) {
        secrets.push({ path, place: node.place, reference: value.reference });
        return undefined;
      }
      const { message, hint, missing: name } = value;
      if (name !== undefined) missing.push({ name, problem: { ...problemAt, message, hint } });
      else broken.push({ ...problemAt, ...(isCredential(path) ? discreet : { message, hint }) });
      return undefined;
    });
    if (texts.includes(undefined)) return { ...node, written, unresolved: true };
    const value = texts.join('');
    return pieces.every(({ kind }) => kind === 'text')
      ? { ...node, value }
      : { ...node, value, written, convertible: true };
  }

  return { tree: mapScalars(tree, resolveScalar), broken, missing, secrets };
}

/** What looks like a broken reference in a password may be the password. */
const discreet = { message: 'it has a reference that is not known or not complete', hint: knownReferences };

type Value = { text: string } | { reference: SecretReference } | { message: string; hint: string; missing?: string };

function valueOf(piece: Piece, sources: ReferenceSources, definition: string): Value {
  switch (piece.kind) {
    case 'text':
      return piece;
    case 'broken':
      return { message: piece.message, hint: piece.hint };
    case 'env': {
      const { name, fallback } = piece;
      const value = sources.variable(name);
      if (fallback !== undefined && (value === undefined || value === '')) return { text: fallback };
      if (value !== undefined) return { text: value };
      const hint = `export ${name}, put it into .env or --env-file, or give a default: \${env:${name}:-value}`;
      return { message: `the variable ${name} is not set`, hint, missing: name };
    }
    case 'vault':
    case 'vault-db': {
      const text = sources.secret?.(piece);
      return text === undefined ? { reference: piece } : { text };
    }
    case 'file': {
      const content = sources.file(piece.path, definition);
      if ('text' in content) return { text: content.text.trim() };
      const hint = 'a path is relative to the file that names it';
      return { message: `the file ${piece.path} cannot be read (${content.failure})`, hint, missing: piece.path };
    }
  }
}
