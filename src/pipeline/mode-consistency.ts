import { type Problem } from './problems.js';
import { formatPath, nodeAt, type Path, placeOfField, type Tree } from './tree.js';

/** What a way of capturing changes needs, and what it has no use for. Judges only what has its value. */
export function modeProblems(tree: Tree): Problem[] {
  const mode = textAt(tree, ['spec', 'source', 'mode']) ?? 'connect';
  const nodes = nodeAt(tree, ['spec', 'source', 'nodes']);
  const paths = nodes?.kind === 'list' ? nodes.items.map((_, index) => ['spec', 'source', 'nodes', index]) : [];
  if (mode === 'agent') return [...paths.flatMap((path) => workerProblems(tree, path)), ...topicProblems(tree)];
  return mode === 'connect' ? paths.flatMap((path) => missingWorkerProblems(tree, path)) : [];
}

function missingWorkerProblems(tree: Tree, path: Path): Problem[] {
  const at = [...path, 'connectUrl'];
  if (nodeAt(tree, path)?.kind !== 'mapping' || nodeAt(tree, at) !== undefined) return [];
  const hint = 'add it, for example connectUrl: http://127.0.0.1:8083, or set spec.source.mode to agent';
  return [{ place: placeOfField(tree, at), path: formatPath(at), message: 'is missing', hint }];
}

function workerProblems(tree: Tree, path: Path): Problem[] {
  const at = [...path, 'connectUrl'];
  if (nodeAt(tree, at) === undefined) return [];
  const message = 'spec.source.mode is agent, and an agent needs no Connect worker';
  return [{ place: placeOfField(tree, at), path: formatPath(at), message, hint: 'remove it' }];
}

/** Agents have no transforms that route their records. */
function topicProblems(tree: Tree): Problem[] {
  const at = ['spec', 'kafka', 'topics', 'name'];
  const [name, keyspace] = [textAt(tree, at), textAt(tree, ['spec', 'cassandra', 'keyspace'])];
  if (name === undefined || keyspace === undefined) return [];
  const prefix = nodeAt(tree, ['spec', 'source', 'topicPrefix']);
  if (prefix?.kind === 'scalar' && prefix.unresolved === true) return [];
  const made = `${textAt(tree, ['spec', 'source', 'topicPrefix']) ?? 'cdc'}.${keyspace}.{table}`;
  if (name === made) return [];
  const message = 'spec.source.mode is agent, and an agent names its topics itself: <topicPrefix>.<keyspace>.<table>';
  return [{ place: placeOfField(tree, at), path: formatPath(at), message, hint: `remove it, or write ${made}` }];
}

function textAt(tree: Tree, path: Path): string | undefined {
  const node = nodeAt(tree, path);
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.unresolved !== true ? node.value : undefined;
}
