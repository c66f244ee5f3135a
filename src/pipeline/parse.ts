import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Scalar,
} from 'yaml';
import { type Place, type Problem } from './problems.js';
import { type MappingEntry, type ScalarNode, type Tree } from './tree.js';
import { explainYamlError, syntaxErrors } from './yaml-errors.js';

/** Far beyond any definition; reached only by aliases that multiply or contain themselves. */
const limits = { nodes: 20_000, depth: 40 };

export interface ParsedText {
  /** One for each document that is not empty. */
  documents: Tree[];
  problems: Problem[];
}

/** Reads the YAML documents of a file. */
export function parseText(file: string, text: string): ParsedText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (!Array.isArray(parsed)) return { documents: [], problems: [emptyProblem(placeAt(0))] };
  const documents: Tree[] = [];
  const problems: Problem[] = [];
  for (const document of parsed) {
    const errors = syntaxErrors(document);
    problems.push(...errors.map(({ error, at }) => explainYamlError({ error, text, place: placeAt(at) })));
    if (errors.some(({ spoils }) => spoils) || isEmpty(document)) continue;
    const tree = convert(document, placeAt, problems);
    if (tree !== undefined) documents.push(tree);
  }
  if (documents.length === 0 && problems.length === 0) problems.push(emptyProblem(placeAt(0)));
  return { documents, problems };
}

function emptyProblem(place: Place): Problem {
  const hint = 'a definition begins with apiVersion: cdcctl/v1 and kind: Pipeline';
  return { place, path: '', message: 'there is no definition in it', hint };
}

function isEmpty(document: Document): boolean {
  return document.contents === null || (isScalar(document.contents) && document.contents.source === '');
}

function convert(document: Document, placeAt: (offset: number) => Place, problems: Problem[]): Tree | undefined {
  let nodes = 0;

  function visit(node: unknown, near: Place, depth: number): Tree {
    if (++nodes > limits.nodes || depth > limits.depth) throw new TooLarge(near);
    if (isAlias(node)) return visit(node.resolve(document), placeOf(node, near), depth + 1);
    const place = placeOf(node as Node, near);
    if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => visit(item, place, depth + 1)) };
    if (!isMap(node)) return { kind: 'scalar', place, value: isScalar(node) ? scalarValue(node.value) : null };
    const entries = new Map<string, MappingEntry>();
    for (const { key, value } of node.items) {
      const keyPlace = placeOf(key as Node, place);
      const name = isScalar(key) ? nameOf(key) : null;
      if (name === '<<') {
        const hint = 'write the fields out, or put them into an overlay';
        problems.push({ place: keyPlace, path: '', message: 'merge keys (<<) are not part of YAML 1.2', hint });
      } else if (name !== null) {
        entries.set(name, { keyPlace, node: visit(value, keyPlace, depth + 1) });
      } else {
        problems.push({ place: keyPlace, path: '', message: 'the name of a field must be plain text' });
      }
    }
    return { kind: 'mapping', place, entries };
  }

  function placeOf(node: Node | null | undefined, near: Place): Place {
    return node?.range ? placeAt(node.range[0]) : near;
  }

  try {
    return visit(document.contents, placeAt(0), 0);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    const hint = 'aliases that contain themselves or each other are not followed';
    problems.push({ place: error.place, path: '', message: 'the document is too large or too deep', hint });
    return undefined;
  }
}

/** As it is written: a column may be named `1.0` or `no`. */
function nameOf({ value, source }: Scalar): string | null {
  if (typeof value === 'string') return value;
  return scalarValue(value) === null ? null : (source ?? String(value));
}

class TooLarge extends Error {
  constructor(readonly place: Place) {
    super();
  }
}

function scalarValue(value: unknown): ScalarNode['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
