import { type Place } from './problems.js';

/** A YAML value that remembers where each part of it was written, also after overlays were merged into it. */
export type Tree = ScalarNode | ListNode | MappingNode;

export interface ScalarNode {
  kind: 'scalar';
  place: Place;
  value: string | number | boolean | null;
  /** The text as written, when it holds a reference: what errors show in place of the value. */
  written?: string;
  /** A reference in it has no value yet: its value cannot be judged. */
  unresolved?: true;
  /** Text that stands for a number where a number is expected: from a reference or an option. */
  convertible?: true;
}

interface ListNode {
  kind: 'list';
  place: Place;
  items: Tree[];
}

export interface MappingNode {
  kind: 'mapping';
  place: Place;
  entries: Map<string, MappingEntry>;
}

export interface MappingEntry {
  keyPlace: Place;
  node: Tree;
}

export type Path = (string | number)[];

/** `spec.tables[0].name`; a name that has more than letters, digits, `_`, and `-` stands in brackets: `["a.b"]`. */
export function formatPath(path: Path): string {
  const parts = path.map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[\p{L}\p{N}_-]+$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.join('').replace(/^\./, '');
}

/** The child under a key or an index. */
export function child(node: Tree | undefined, part: string | number): Tree | undefined {
  if (node?.kind === 'mapping') return node.entries.get(String(part))?.node;
  if (node?.kind === 'list') return node.items[Number(part)];
  return undefined;
}

/** The node at a path, or undefined when nothing was written there. */
export function nodeAt(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>(child, tree);
}

/** Where the field at a path was written: its key, or the item of a list; else its nearest ancestor. */
export function placeOfField(tree: Tree, path: Path): Place {
  const last = path.at(-1);
  if (last === undefined) return tree.place;
  const parent = nodeAt(tree, path.slice(0, -1));
  if (parent?.kind === 'mapping') {
    const entry = parent.entries.get(String(last));
    if (entry !== undefined) return entry.keyPlace;
  }
  return child(parent, last)?.place ?? placeOfField(tree, path.slice(0, -1));
}

/** Replaces each scalar, keeping the shape. */
export function mapScalars(tree: Tree, replace: (node: ScalarNode, path: Path) => Tree, path: Path = []): Tree {
  switch (tree.kind) {
    case 'scalar':
      return replace(tree, path);
    case 'list':
      return { ...tree, items: tree.items.map((item, index) => mapScalars(item, replace, [...path, index])) };
    case 'mapping': {
      const entries = [...tree.entries].map(
        ([key, { keyPlace, node }]) => [key, { keyPlace, node: mapScalars(node, replace, [...path, key]) }] as const,
      );
      return { ...tree, entries: new Map(entries) };
    }
  }
}

/** The value without places. Objects have no prototype, so that a key named `__proto__` is only a key. */
export function plainValue(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plainValue);
    case 'mapping': {
      const value = Object.create(null) as Record<string, unknown>;
      for (const [key, { node }] of tree.entries) value[key] = plainValue(node);
      return value;
    }
  }
}
