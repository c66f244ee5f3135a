import { type MappingNode, type Tree } from './tree.js';

/** An overlay on a base: mappings merge field by field, lists and everything else are replaced. */
export function mergeTrees(base: Tree, overlay: Tree): Tree {
  return base.kind === 'mapping' && overlay.kind === 'mapping' ? mergeMappings(base, overlay) : overlay;
}

function mergeMappings(base: MappingNode, overlay: MappingNode): MappingNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of overlay.entries) {
    const below = base.entries.get(key);
    entries.set(key, below === undefined ? entry : { ...entry, node: mergeTrees(below.node, entry.node) });
  }
  return { ...base, entries };
}
