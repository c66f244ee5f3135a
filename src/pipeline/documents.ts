import { mergeTrees } from './merge.js';
import { nearest } from '../nearest.js';
import { parseText } from './parse.js';
import { type Place, type Problem } from './problems.js';
import { readSource } from './sources.js';
import { nodeAt, type Path, placeOfField, type Tree } from './tree.js';

/** A pipeline as it was written, overlays merged, references not yet replaced. */
export interface PipelineDocument {
  name: string;
  /** The files that it came from, in the order in which they were merged. */
  files: string[];
  tree: Tree;
}

/**
 * Reads all definitions. Documents of the same name in several `-f` merge in order; twice in the same `-f` is an error,
 * since nobody said which one is the overlay.
 */
export async function readDocuments(
  files: string[],
  input: { cwd: string; stdin: NodeJS.ReadableStream },
): Promise<{ documents: PipelineDocument[]; problems: Problem[] }> {
  const documents = new Map<string, PipelineDocument>();
  const problems: Problem[] = [];
  for (const name of files) {
    const source = await readSource(name, input);
    problems.push(...source.problems);
    const seen = new Map<string, Place>();
    for (const { file, text } of source.texts) {
      const parsed = parseText(file, text);
      problems.push(...parsed.problems);
      for (const tree of parsed.documents) {
        const identified = identify(tree);
        if ('problems' in identified) problems.push(...identified.problems);
        else if (seen.has(identified.name)) problems.push(definedTwice(tree, identified.name, seen));
        else {
          seen.set(identified.name, placeOfField(tree, namePath));
          add(documents, { name: identified.name, file, tree });
        }
      }
    }
  }
  return { documents: [...documents.values()], problems };
}

const namePath: Path = ['metadata', 'name'];

function add(documents: Map<string, PipelineDocument>, overlay: { name: string; file: string; tree: Tree }): void {
  const { name, file, tree } = overlay;
  const base = documents.get(name);
  if (base === undefined) documents.set(name, { name, files: [file], tree });
  else documents.set(name, { name, files: [...base.files, file], tree: mergeTrees(base.tree, tree) });
}

function definedTwice(tree: Tree, name: string, seen: Map<string, Place>): Problem {
  const { file = '', line = 0 } = seen.get(name) ?? {};
  const message = `the pipeline ${name} is defined already at ${file}:${line}`;
  const hint = 'give it another name, or pass the overlay with an -f of its own';
  return { place: placeOfField(tree, namePath), path: 'metadata.name', message, hint };
}

/** The name of a document, or why it is none of ours; then nothing else in it is worth a word. */
function identify(tree: Tree): { name: string } | { problems: Problem[] } {
  if (tree.kind !== 'mapping') {
    const hint = 'it begins with apiVersion: cdcctl/v1 and kind: Pipeline';
    return { problems: [{ place: tree.place, path: '', message: 'a definition must be a mapping', hint }] };
  }
  const problems = [
    ...headProblem(tree, 'apiVersion', 'cdcctl/v1'),
    ...headProblem(tree, 'kind', 'Pipeline'),
    ...metadataProblem(tree),
  ];
  const node = nodeAt(tree, namePath);
  const name = node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  if (problems.length === 0 && name !== undefined && !name.includes('${')) return { name };
  if (problems.length === 0) {
    const place = node?.place ?? placeOfField(tree, namePath);
    const message = node === undefined ? 'is missing' : 'must be text without references';
    problems.push({ place, path: 'metadata.name', message, hint: 'name the pipeline, for example warehouse' });
  }
  return { problems };
}

function metadataProblem(tree: Tree): Problem[] {
  const node = nodeAt(tree, ['metadata']);
  if (node === undefined) return headProblem(tree, 'metadata', '{ name: warehouse }');
  if (node.kind === 'mapping') return [];
  const hint = 'write metadata: { name: warehouse }';
  return [{ place: node.place, path: 'metadata', message: 'must be a mapping', hint }];
}

function headProblem(tree: Tree, field: string, expected: string): Problem[] {
  const node = nodeAt(tree, [field]);
  if (node?.kind === 'scalar' && node.value === expected) return [];
  if (node === undefined && tree.kind === 'mapping') {
    const meant = [...tree.entries.keys()].find((key) => nearest(key, [field]) !== undefined);
    const hint = meant === undefined ? `add ${field}: ${expected}` : `write ${field} in place of ${meant}`;
    return [{ place: tree.place, path: field, message: 'is missing', hint }];
  }
  return [{ place: node?.place ?? tree.place, path: field, message: `must be ${expected}` }];
}
