import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { explain } from './explain.js';
import { nearest } from '../nearest.js';
import { type Problem } from './problems.js';
import { type Schema } from './schema.js';
import { nodeAt, type Path, plainValue, type Tree } from './tree.js';

/** The definition with all defaults, or everything that is wrong with it. */
export type Validation = { value: unknown; problems: Problem[] };

/** Checks definitions whose references are replaced. Fields that still have one are taken for right. */
export function createValidator(root: Schema): (tree: Tree) => Validation {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    useDefaults: true,
    strictTypes: false,
    strictRequired: false,
    keywords: ['patternErrorMessage'],
  });
  // Replaced references are values like any others: they must not pass only because they look like a reference.
  const strict: ValidateFunction = ajv.compile({ ...root, definitions: { ...root.definitions, reference: false } });
  return (tree) => {
    const value = plainValue(tree);
    if (strict(value)) return { value, problems: [] };
    const errors = relevant(strict.errors ?? []).map((error) => ({ error, path: pathOf(error, tree) }));
    const known = errors.filter(({ path }) => !isUnresolved(tree, path));
    return { value, problems: known.map(({ error, path }) => explain({ error, path, tree, root })) };
  };
}

/** Of the errors of each alternative of a field, those of the alternative that was meant. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const real = errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'false schema' && keyword !== 'if');
  return real.filter((error, index) => {
    const others = real.filter((other) => other !== error);
    const at = error.instancePath;
    if (error.keyword === 'required') return !others.some((other) => isMisspelling(other, error));
    if (error.keyword !== 'type') return true;
    if (others.some((other) => other.instancePath === at && other.keyword !== 'type')) return false;
    if (others.some((other) => other.instancePath.startsWith(`${at}/`))) return false;
    return real.findIndex((other) => other.instancePath === at && other.keyword === 'type') === index;
  });
}

/** Whether an unknown field is probably the one that is missing beside it. */
function isMisspelling(unknown: ErrorObject, missing: ErrorObject): boolean {
  if (unknown.keyword !== 'additionalProperties' || unknown.instancePath !== missing.instancePath) return false;
  const { additionalProperty } = unknown.params as { additionalProperty: string };
  const { missingProperty } = missing.params as { missingProperty: string };
  return nearest(additionalProperty, [missingProperty]) !== undefined;
}

function pathOf(error: ErrorObject, tree: Tree): Path {
  const parts = error.instancePath.split('/').slice(1);
  const path: Path = [];
  for (const part of parts) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(nodeAt(tree, path)?.kind === 'list' ? Number(name) : name);
  }
  return path;
}

function isUnresolved(tree: Tree, path: Path): boolean {
  const node = nodeAt(tree, path);
  return node?.kind === 'scalar' && node.unresolved === true;
}
