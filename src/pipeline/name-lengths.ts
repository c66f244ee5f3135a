import { bookkeepingSchema, cellTsPrefix, longestNameBytes, objectsOf } from '../tables/names.js';
import { type Problem } from './problems.js';
import { formatPath, nodeAt, type Path, type Tree } from './tree.js';

/** The longest thing that cdcctl adds to a name, for objects of its own. */
const added = {
  schema: bookkeepingSchema({ postgresql: { schema: '' } }),
  target: longest(Object.values({ ...objectsOf({ target: '' }) })),
  column: cellTsPrefix,
};

/** Names in PostgreSQL that are too long for what is made of them. */
export function nameLengthProblems(tree: Tree, tables: Path[]): Problem[] {
  const problem = (path: Path, what: keyof typeof added): Problem[] => {
    const node = nodeAt(tree, path);
    if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.unresolved) return [];
    const most = longestNameBytes - added[what].length;
    const bytes = Buffer.byteLength(node.value);
    // What is longer than any name has a problem of its own.
    if (bytes <= most || node.value.length > longestNameBytes) return [];
    const message = `is ${bytes} bytes long, and ${most} is the most: PostgreSQL takes names of ${longestNameBytes}, and cdcctl adds ${added[what]}`;
    return [{ place: node.place, path: formatPath(path), message, hint: 'choose a shorter name' }];
  };
  return [
    ...problem(['spec', 'postgresql', 'schema'], 'schema'),
    ...tables.flatMap((path) => {
      const rename = [...path, 'columns', 'rename'];
      const mapping = nodeAt(tree, rename);
      const renamed = mapping?.kind === 'mapping' ? [...mapping.entries.keys()] : [];
      return [
        ...problem([...path, 'target'], 'target'),
        ...renamed.flatMap((column) => problem([...rename, column], 'column')),
      ];
    }),
  ];
}

function longest(names: string[]): string {
  return names.reduce((one, other) => (other.length > one.length ? other : one));
}
