import { stringify } from 'yaml';
import { normalise } from './normalise.js';
import { type Problem } from './problems.js';
import { isSecret } from './quote.js';
import { type Piece, splitReferences } from './references.js';
import { readPipelineSchema } from './schema.js';
import { formatPath, mapScalars, type Path, plainValue, type ScalarNode, type Tree } from './tree.js';

/** A definition in one piece that holds references where it was written with them, to be read on another machine. */
export interface PortableDefinition {
  name: string;
  /** YAML: overlays and `--set` merged in, without comments. */
  text: string;
  /** The variables that it refers to, in reading order; those without a default must be set where it is read. */
  variables: { name: string; required: boolean }[];
}

/** Makes a definition portable that has no `portabilityProblems`. */
export function portableDefinition({ name, written }: { name: string; written: Tree }): PortableDefinition {
  return { name, text: textOf(written), variables: variablesOf(written) };
}

/** What must not leave this machine, secrets that are written out, and what would not be there elsewhere: files. */
export function portabilityProblems(written: Tree): Problem[] {
  return scalarsOf(written).flatMap(({ node, path, pieces }) => {
    const at = { place: node.place, path: formatPath(path) };
    return [
      ...(isSecret(path) && pieces.some(holdsText) ? [{ ...at, ...writtenOut(path) }] : []),
      ...(loginInUrl.test(pieces.map(textIn).join('')) ? [{ ...at, ...urlWithLogin }] : []),
      ...pieces.flatMap((piece) => (piece.kind === 'file' ? [{ ...at, ...fileElsewhere(path) }] : [])),
    ];
  });
}

/** Also when the host is a reference, where the schema cannot see it. */
const loginInUrl = /:\/\/[^/?#]*@/;
const urlWithLogin = {
  message: 'a URL with a user name and password must not be in what is rendered',
  hint: 'write the URL without them',
};

function writtenOut(path: Path): Pick<Problem, 'message' | 'hint'> {
  return {
    message: `a ${path.at(-1) === 'password' ? 'password' : 'secret'} is written out, wholly, in part or as a default: all could read it in what is rendered`,
    hint: `write \${env:${variableFor(path)}} in its place`,
  };
}

function fileElsewhere(path: Path): Pick<Problem, 'message' | 'hint'> {
  return {
    message: 'a reference to a file of this machine cannot be part of what is rendered',
    hint: `write \${env:${variableFor(path)}} in its place`,
  };
}

/** `CASSANDRA_PASSWORD` for `spec.cassandra.password`. */
function variableFor(path: Path): string {
  const names = path.filter((part) => typeof part === 'string').slice(-2);
  return names
    .map((name) => name.replace(/[^A-Za-z0-9]/g, '_'))
    .join('_')
    .toUpperCase();
}

function holdsText(piece: Piece): boolean {
  return textIn(piece) !== '';
}

function textIn(piece: Piece): string {
  if (piece.kind === 'text') return piece.text;
  return 'fallback' in piece ? (piece.fallback ?? '') : '';
}

function variablesOf(written: Tree): PortableDefinition['variables'] {
  const required = new Map<string, boolean>();
  for (const piece of scalarsOf(written).flatMap(({ pieces }) => pieces)) {
    if (piece.kind !== 'env') continue;
    required.set(piece.name, (required.get(piece.name) ?? false) || piece.fallback === undefined);
  }
  return [...required].map(([name, isRequired]) => ({ name, required: isRequired }));
}

/** The texts of a definition, split at their references. */
function scalarsOf(tree: Tree): { node: ScalarNode; path: Path; pieces: Piece[] }[] {
  const scalars: { node: ScalarNode; path: Path; pieces: Piece[] }[] = [];
  mapScalars(tree, (node, path) => {
    if (typeof node.value === 'string') scalars.push({ node, path, pieces: splitReferences(node.value) });
    return node;
  });
  return scalars;
}

/** Values of `--set` are text and become numbers here, since a file must hold numbers; references are left alone. */
function textOf(written: Tree): string {
  const schema = readPipelineSchema();
  const marked = mapScalars(written, (node) =>
    typeof node.value === 'string' && node.value.includes('${') ? { ...node, unresolved: true } : node,
  );
  return stringify(plainValue(normalise(marked, schema, schema)), { lineWidth: 0, blockQuote: false });
}
