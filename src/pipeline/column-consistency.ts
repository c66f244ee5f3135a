import { type Problem } from './problems.js';
import { formatPath, nodeAt, type Path, type Tree } from './tree.js';

interface Column {
  name: string;
  at: Path;
  node: Tree;
}

/** Contradictions between `include`, `exclude`, `rename` and `type` of a table. */
export function columnProblems(tree: Tree, path: Path): Problem[] {
  const include = listed(tree, [...path, 'include']);
  const exclude = listed(tree, [...path, 'exclude']);
  const rename = perColumn(tree, [...path, 'rename']);
  const taken = new Map(
    include
      .filter(({ name }) => !rename.some(({ from }) => from === name))
      .map(({ name }) => [name, `the included column ${name}`]),
  );
  const problems: Problem[] = [];
  const add = ({ at, node }: Column, message: string, hint: string): void => {
    problems.push({ place: node.place, path: formatPath(at), message, hint });
  };
  for (const column of exclude.filter(({ name }) => include.some((included) => included.name === name))) {
    add(column, `${column.name} is both included and excluded`, 'keep one of them');
  }
  for (const { from, ...column } of rename) {
    const other = taken.get(column.name);
    if (exclude.some(({ name }) => name === from)) add(column, `${from} is excluded`, 'do not rename it');
    else if (other !== undefined) add(column, `${other} has this name already`, 'give each column a name of its own');
    taken.set(column.name, `the column renamed from ${from}`);
  }
  for (const { from, ...column } of perColumn(tree, [...path, 'type'])) {
    if (exclude.some(({ name }) => name === from)) add(column, `${from} is excluded`, 'do not give it a type');
  }
  return problems;
}

function listed(tree: Tree, path: Path): Column[] {
  const list = nodeAt(tree, path);
  return list?.kind === 'list' ? list.items.flatMap((node, index) => column(node, [...path, index])) : [];
}

/** A mapping from Cassandra names: each text in it, and the name `from` that it stands for. */
function perColumn(tree: Tree, path: Path): (Column & { from: string })[] {
  const mapping = nodeAt(tree, path);
  if (mapping?.kind !== 'mapping') return [];
  return [...mapping.entries].flatMap(([from, { node }]) =>
    column(node, [...path, from]).map((named) => ({ ...named, from })),
  );
}

function column(node: Tree, at: Path): Column[] {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '' || node.unresolved) return [];
  return [{ name: node.value, at, node }];
}
