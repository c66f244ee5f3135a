import { alternatives, childSchema, mappingSchema, type Schema } from './schema.js';
import { type MappingEntry, type MappingNode, type ScalarNode, type Tree } from './tree.js';

/**
 * Brings text to the type that the schema wants, where text may stand for it: a number or a boolean from a reference or an
 * option, a list with commas. An optional field that a reference left empty counts as absent.
 */
export function normalise(tree: Tree, schema: Schema | undefined, root: Schema): Tree {
  switch (tree.kind) {
    case 'scalar':
      return normaliseScalar(tree, alternatives(schema, root));
    case 'list':
      return {
        ...tree,
        items: tree.items.map((item, index) => normalise(item, childSchema(schema, index, root), root)),
      };
    case 'mapping':
      return normaliseMapping(tree, schema, root);
  }
}

function normaliseMapping(tree: MappingNode, schema: Schema | undefined, root: Schema): MappingNode {
  const required = mappingSchema(schema, root)?.required ?? [];
  const entries = [...tree.entries].flatMap(([key, { keyPlace, node }]): [string, MappingEntry][] => {
    const field = childSchema(schema, key, root);
    if (field !== undefined && !required.includes(key) && isLeftEmpty(node)) return [];
    return [[key, { keyPlace, node: normalise(node, field, root) }]];
  });
  return { ...tree, entries: new Map(entries) };
}

function isLeftEmpty(node: Tree): boolean {
  return node.kind === 'scalar' && node.written !== undefined && node.value === '';
}

function normaliseScalar(node: ScalarNode, possible: Schema[]): Tree {
  if (typeof node.value !== 'string' || node.unresolved === true) return node;
  const types = possible.flatMap(({ type }) => type ?? []);
  if (types.includes('array') && types.includes('string')) {
    const texts = node.value.split(',').map((text) => text.trim());
    const items = texts.filter((text) => text !== '').map((value) => ({ ...node, value }));
    return { kind: 'list', place: node.place, items };
  }
  if (node.convertible !== true) return node;
  const text = node.value.trim();
  if (types.includes('boolean') && /^(true|false)$/.test(text)) return { ...node, value: text === 'true' };
  const isNumber = types.includes('integer') && !types.includes('string') && /^-?\d{1,15}$/.test(text);
  return isNumber ? { ...node, value: Number(text) } : node;
}
