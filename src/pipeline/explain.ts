import { type ErrorObject } from 'ajv';
import { nearest } from '../nearest.js';
import { type Problem } from './problems.js';
import { quote } from './quote.js';
import { mappingSchema, pathsOfField, type Schema, schemaAt } from './schema.js';
import { formatPath, nodeAt, type Path, placeOfField, type Tree } from './tree.js';

export interface SchemaError {
  error: ErrorObject;
  path: Path;
  tree: Tree;
  root: Schema;
}

/** A schema error in words: what is wrong at which place, and what to do about it. */
export function explain(failure: SchemaError): Problem {
  const { error, path, tree } = failure;
  const params = error.params as Record<string, unknown>;
  const schema = (error.parentSchema ?? {}) as Schema;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(failure, String(params.additionalProperty));
    case 'required':
    case 'dependencies':
      return missingField(failure, String(params.missingProperty));
    case 'uniqueItems':
      return atValue(failure, [...path, Math.max(Number(params.i), Number(params.j))], {
        message: 'is listed twice',
        hint: 'keep one of them',
      });
    case 'enum':
      return atValue(failure, path, wrongWord(quote(nodeAt(tree, path), path), schema.enum ?? []));
    case 'type':
      return atValue(failure, path, { message: wrongType(failure, [schema.type ?? []].flat()) });
    case 'pattern':
      return atValue(failure, path, { message: schema.patternErrorMessage ?? 'does not have the right form' });
    case 'minLength':
      return atValue(failure, path, { message: 'must not be empty' });
    case 'maxLength':
      return atValue(failure, path, { message: `must have at most ${String(params.limit)} characters` });
    case 'minItems':
      return atValue(failure, path, { message: 'must list at least one' });
    case 'minimum':
    case 'maximum':
      return atValue(failure, path, { message: `must be from ${schema.minimum} to ${schema.maximum}` });
    default:
      return atValue(failure, path, { message: error.message ?? 'is not valid' });
  }
}

function atValue({ tree }: SchemaError, path: Path, what: { message: string; hint?: string }): Problem {
  const node = nodeAt(tree, path);
  const written = node?.kind === 'scalar' && node.written !== undefined ? quote(node, path) : undefined;
  const message = written === undefined ? what.message : `${what.message} (the value of ${written})`;
  return { place: node?.place ?? placeOfField(tree, path), path: formatPath(path), ...what, message };
}

function unknownField({ error, path, tree, root }: SchemaError, name: string): Problem {
  const known = Object.keys((error.parentSchema as Schema).properties ?? {});
  const meant = nearest(name, known);
  const elsewhere = pathsOfField(name, root);
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : elsewhere.length === 1
        ? `it belongs under ${elsewhere[0] === '' ? 'the top level' : elsewhere[0]}`
        : `known here: ${known.join(', ')}`;
  const at = [...path, name];
  return { place: placeOfField(tree, at), path: formatPath(at), message: 'this field is not known', hint };
}

function missingField({ error, path, tree, root }: SchemaError, name: string): Problem {
  const field = schemaAt([...path, name], root);
  const other =
    error.keyword === 'dependencies' ? ` beside ${String((error.params as { property: string }).property)}` : '';
  return {
    place: placeOfField(tree, path),
    path: formatPath([...path, name]),
    message: `is missing${other}`,
    hint: `add it${howToAdd(name, field, root)}`,
  };
}

/** By an example that fits into a line, or the fields that a mapping needs. */
function howToAdd(name: string, field: Schema | undefined, root: Schema): string {
  const example = exampleOf(field);
  if (example !== undefined) return `, for example ${name}: ${example}`;
  const { required = [] } = mappingSchema(field, root) ?? {};
  return required.length === 0 ? '' : ` with ${required.join(', ')}`;
}

/** An example that fits into a line. */
function exampleOf(field: Schema | undefined): string | undefined {
  const example = field?.examples?.[0];
  if (typeof example === 'string') return example;
  const text = example === undefined ? '' : JSON.stringify(example);
  return text === '' || text.length > 60 ? undefined : text;
}

function wrongWord(written: string | undefined, allowed: string[]): { message: string; hint?: string } {
  const word = written?.startsWith('"') === true ? (JSON.parse(written) as string) : undefined;
  const meant = word === undefined || allowed.length === 1 ? undefined : nearest(word, allowed);
  const what = word === undefined ? '' : ` is ${JSON.stringify(word)} and`;
  const message = `${what} must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}`.trim();
  return meant === undefined ? { message } : { message, hint: `did you mean ${meant}?` };
}

const typeNames: Record<string, string> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType({ path, tree }: SchemaError, expected: string[]): string {
  const wanted = `must be ${expected.map((type) => typeNames[type] ?? type).join(', ')}`;
  const node = nodeAt(tree, path);
  if (node === undefined || node.kind !== 'scalar')
    return `${wanted}, not ${node?.kind === 'list' ? 'a list' : 'a mapping'}`;
  if (node.value === null) return `${wanted}, not empty`;
  if (expected.length === 1 && expected[0] === 'string') return `${wanted}; put it into quotes`;
  return typeof node.value === 'string' && expected.includes('integer') ? `${wanted}, not text` : wanted;
}
