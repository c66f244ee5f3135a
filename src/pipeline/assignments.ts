import { messageOf } from '../errors.js';
import { parseText } from './parse.js';
import { type Place, type Problem } from './problems.js';
import { child, formatPath, type MappingNode, type Path, type Tree } from './tree.js';

const expected = 'give --set a path and a value, such as spec.kafka.topics.partitions=6';

/**
 * Applies `--set path=value`. An item of a list is named by its index, name or id: `spec.tables[0].target`,
 * `spec.tables.users.target`; a name that has dots stands in brackets and quotes. The value is text, or a list or mapping when it begins with `[` or `{`.
 */
export function applyAssignment(tree: Tree, assignment: string): { tree: Tree; problems: Problem[] } {
  const separator = assignment.indexOf('=');
  const written = separator === -1 ? assignment : assignment.slice(0, separator);
  const place: Place = { file: '--set' };
  const path = separator === -1 ? '' : written;
  const keys = keysOf(written);
  if (separator === -1 || written === '') {
    return { tree, problems: [{ place, path, message: 'there is no path or no value in it', hint: expected }] };
  }
  if (keys.includes('')) {
    return { tree, problems: [{ place, path, message: 'a name between the dots is missing', hint: expected }] };
  }
  if (keys[0] === 'metadata') {
    const message = 'metadata cannot be set: it says which files belong together';
    return { tree, problems: [{ place, path, message }] };
  }
  const value = valueOf(assignment.slice(separator + 1), place);
  if (value === undefined) {
    const hint = 'quote text that begins with [ or {, or close the bracket';
    return { tree, problems: [{ place, path, message: 'the value is not valid YAML', hint }] };
  }
  try {
    return { tree: assign(tree, { keys, value, done: [] }), problems: [] };
  } catch (error) {
    if (!(error instanceof Unassignable)) throw error;
    return { tree, problems: [{ place, path, message: messageOf(error) }] };
  }
}

/** The names in a path: `a.b`, `a[0].b`, and `a["b.c"]` for names that have dots. */
function keysOf(path: string): string[] {
  const keys = [...`.${path}`.matchAll(/\[(\d+)\]|\["([^"]*)"\]|\.([^.[]*)|(.)/g)];
  return keys.map(([, index, quoted, plain]) => index ?? quoted ?? plain ?? '');
}

class Unassignable extends Error {}

function valueOf(text: string, place: Place): Tree | undefined {
  if (!/^[[{"']/.test(text.trim())) return { kind: 'scalar', place, value: text, convertible: true };
  const { documents, problems } = parseText(place.file, text);
  const [document] = documents;
  return problems.length > 0 || document === undefined ? undefined : atPlace(document, place);
}

function atPlace(tree: Tree, place: Place): Tree {
  switch (tree.kind) {
    case 'scalar':
      return { ...tree, place };
    case 'list':
      return { ...tree, place, items: tree.items.map((item) => atPlace(item, place)) };
    case 'mapping': {
      const entries = [...tree.entries].map(([key, { node }]) => [
        key,
        { keyPlace: place, node: atPlace(node, place) },
      ]);
      return { ...tree, place, entries: new Map(entries as [string, { keyPlace: Place; node: Tree }][]) };
    }
  }
}

function assign(tree: Tree | undefined, target: { keys: string[]; value: Tree; done: Path }): Tree {
  const { keys, value, done } = target;
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (tree?.kind === 'scalar') throw new Unassignable(`${formatPath(done)} is a single value and has no ${key}`);
  if (tree?.kind === 'list') {
    const index = indexOf(tree.items, key);
    if (index === -1) throw new Unassignable(`${formatPath(done)} has no item ${key}`);
    const items = tree.items.with(index, assign(tree.items[index], { keys: rest, value, done: [...done, index] }));
    return { ...tree, items };
  }
  const mapping: MappingNode = tree ?? { kind: 'mapping', place: value.place, entries: new Map() };
  const node = assign(mapping.entries.get(key)?.node, { keys: rest, value, done: [...done, key] });
  const entries = new Map(mapping.entries).set(key, { keyPlace: value.place, node });
  return { ...mapping, entries };
}

function indexOf(items: Tree[], key: string): number {
  if (/^\d+$/.test(key)) return Number(key) < items.length ? Number(key) : -1;
  return items.findIndex((item) =>
    ['name', 'id'].some((field) => {
      const node = child(item, field);
      return node?.kind === 'scalar' && node.value === key;
    }),
  );
}
