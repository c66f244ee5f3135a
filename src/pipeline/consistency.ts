import { accessProblems } from './access-consistency.js';
import { columnProblems } from './column-consistency.js';
import { modeProblems } from './mode-consistency.js';
import { nameLengthProblems } from './name-lengths.js';
import { type Problem } from './problems.js';
import { formatPath, nodeAt, type Path, placeOfField, type Tree } from './tree.js';

/** What no schema can say: names that must differ. Judges only what has its value, so that it can run on any tree. */
export function consistencyProblems(tree: Tree): Problem[] {
  const tables = indexes(tree, ['spec', 'tables']).map((path) => ({ path, name: textAt(tree, [...path, 'name']) }));
  const targets = tables.flatMap(({ path, name }) =>
    nodeAt(tree, [...path, 'target']) === undefined
      ? [{ at: [...path, 'name'], text: name }]
      : field(tree, path, 'target'),
  );
  const nodes = indexes(tree, ['spec', 'source', 'nodes']);
  const columns = tables.flatMap(({ path }) => columnProblems(tree, [...path, 'columns']));
  const twiceNamed = repeated(
    tree,
    tables.flatMap(({ path }) => field(tree, path, 'name')),
    (name) => ({ message: `the table ${name} is there twice`, hint: 'keep one of them' }),
  );
  const sameTarget = repeated(tree, targets, (name) => ({
    message: `two tables have the target ${name}`,
    hint: 'give one of them another target',
  }));
  return [
    ...twiceNamed,
    ...(twiceNamed.length > 0 ? [] : sameTarget),
    ...repeated(
      tree,
      nodes.flatMap((path) => field(tree, path, 'id')),
      (id) => ({ message: `two nodes have the id ${id}`, hint: 'give each node an id of its own' }),
    ),
    ...repeated(
      tree,
      nodes.flatMap((path) => field(tree, path, 'connectUrl')),
      () => ({ message: 'two nodes have the same Connect worker', hint: 'each node needs the worker that runs on it' }),
    ),
    ...deadLetterProblems(
      tree,
      tables.flatMap(({ name }) => name ?? []),
    ),
    ...columns,
    ...nameLengthProblems(
      tree,
      tables.map(({ path }) => path),
    ),
    ...modeProblems(tree),
    ...accessProblems(tree),
  ];
}

interface Field {
  at: Path;
  text: string | undefined;
}

function repeated(
  tree: Tree,
  fields: Field[],
  explain: (text: string) => { message: string; hint: string },
): Problem[] {
  const seen = new Set<string>();
  return fields.flatMap(({ at, text }) => {
    if (text === undefined) return [];
    if (seen.has(text)) {
      const place = nodeAt(tree, at)?.place ?? placeOfField(tree, at);
      return [{ place, path: formatPath(at), ...explain(quotable(tree, at, text)) }];
    }
    seen.add(text);
    return [];
  });
}

function deadLetterProblems(tree: Tree, tables: string[]): Problem[] {
  const at = ['spec', 'deadLetters', 'topic'];
  const topic = textAt(tree, at);
  const namePath = ['spec', 'kafka', 'topics', 'name'];
  const template = nodeAt(tree, namePath) === undefined ? 'cdc-events-{table}' : textAt(tree, namePath);
  const table = tables.find((name) => topic !== undefined && template?.replace('{table}', name) === topic);
  if (table === undefined) return [];
  const message = `this is also the topic of the table ${table}`;
  return [
    { place: placeOfField(tree, at), path: formatPath(at), message, hint: 'give dead letters a topic of their own' },
  ];
}

function field(tree: Tree, path: Path, name: string): Field[] {
  return [{ at: [...path, name], text: textAt(tree, [...path, name]) }];
}

/** Text that came from a reference is shown as the reference. */
function quotable(tree: Tree, at: Path, text: string): string {
  const node = nodeAt(tree, at);
  return node?.kind === 'scalar' && node.written !== undefined ? node.written : text;
}

/** The text of a field, if it is there and known; an empty one has its own problem. */
function textAt(tree: Tree, path: Path): string | undefined {
  const node = nodeAt(tree, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.unresolved) return undefined;
  return node.value === '' ? undefined : node.value;
}

function indexes(tree: Tree, path: Path): Path[] {
  const list = nodeAt(tree, path);
  return list?.kind === 'list' ? list.items.map((_, index) => [...path, index]) : [];
}
