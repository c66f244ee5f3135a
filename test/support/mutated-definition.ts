import { isCollection, isPair, parseDocument, type ParsedNode, visit } from 'yaml';
import { randomNumbers } from './random-numbers.js';

/** What a definition is read from: its text, and `--set` after it. */
export interface MutatedDefinition {
  text: string;
  sets: string[];
}

/** A definition that people and programs might write by mistake; the same for the same seed. */
export function mutatedDefinition(seed: number, originals: string[]): MutatedDefinition {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  let text = pick(originals);
  const sets: string[] = [];
  for (let left = pick([1, 1, 1, 2, 3]); left > 0; left--) {
    const kind = random(12);
    if (kind >= 10) text = mutateLetter(text, { random, pick });
    else if (kind < 5) text = mutateValue(text, { random, pick });
    else if (kind < 7) text = mutateLine(text, { random, pick });
    else if (kind < 9) text = mutateText(text, { random, pick });
    else sets.push(`${pick(paths)}${pick(['=', '', '.x=', '[0]=', '=='])}${pick(odd)}`);
  }
  return { text, sets };
}

interface Choices {
  random: (bound: number) => number;
  pick: <T>(from: readonly T[]) => T;
}

/** Values as they stand in YAML. */
const odd = [
  '', '~', 'null', '[]', '{}', '[[]]', '[null]', '{ a: }', '0', '-1', '1e400', '.inf', '.nan', '0x1F', '0o17', '1_000',
  '9007199254740993', 'true', 'no', '2026-01-01', '"\\0"', '"\\u0000"', '"\\uD800"', '"a\\nb: c"', "'it''s'", '"${"',
  '"${env:POSTGRES_PASSWORD}"', '"${env:NOT_SET}"', '"${env:A:-${env:B}}"', '"${file:/etc}"', '"${file:../../x}"',
  '"$${x}"', '"}{"', '{table}', '"{table}"', '"{table}{table}"', '&a [*a]', '*nothing', '!!binary aGk=', '!ruby/object x',
  '"constructor"', '"__proto__"', '{ __proto__: { a: 1 } }', '{ constructor: a, toString: b }', '|\n  text', '>-\n folded',
  '"😀"', '"Ünïcödé"', '"​"', '" "', '"' + 'x'.repeat(5000) + '"', '[' + '1, '.repeat(300) + ']', '"\'; DROP TABLE x; --"',
  '"a.b.c"', '"a/b"', '"http://"', '"http://user:pw@host"', '"::1"', '"host:99999"', '"%s%n"', '"\\\\"', '"`$(id)`"', '- a',
  'a: b: c', '@x', '%x', '"unclosed', '# comment', '---', '...', '? complex\n: key',
]; // prettier-ignore

/** Values that some fields take. */
const plausible = [
  '7',
  'a',
  'a_b',
  '"A b"',
  'http://a:1/b',
  '[a:1, b:2]',
  'a:1',
  '/a/b',
  'none',
  'env',
  'NONE',
  'text',
  '${env:A:-b}',
];

const paths = [
  'spec', 'spec.tables', 'spec.tables.users', 'spec.tables.users.columns.rename', 'spec.postgresql.port', 'metadata.name',
  'spec.kafka.topics', 'spec.source.nodes', 'spec.source.nodes.node1.id', 'spec.tables[0].columns["a.b"]', 'kind', '',
  'spec.__proto__.x', 'constructor', 'spec..x', 'spec.tables[99]', 'spec.sink.connector["a.b"]',
]; // prettier-ignore

/** Replaces, removes, repeats or renames a field or an item, keeping the rest as it is written. */
function mutateValue(text: string, { random, pick }: Choices): string {
  const ranges: [start: number, end: number][] = [];
  const keys: [start: number, end: number][] = [];
  const rangeOf = (node: unknown) => (node as ParsedNode | null)?.range;
  visit(parseDocument(text), {
    Node: (_, node) => {
      const range = rangeOf(node);
      if (range && range[1] > range[0] && (!isCollection(node) || random(4) === 0)) ranges.push([range[0], range[1]]);
    },
    Pair: (_, node) => {
      const range = isPair(node) ? rangeOf(node.key) : undefined;
      if (range) keys.push([range[0], range[1]]);
    },
  });
  if (ranges.length === 0) return text;
  const [start, end] = random(5) === 0 && keys.length > 0 ? pick(keys) : pick(ranges);
  const other = pick(ranges);
  const value = pick([text.slice(...other), pick(odd), pick(plausible)]);
  return text.slice(0, start) + value + text.slice(end);
}

/** One letter or digit is another one: often as valid as before. */
function mutateLetter(text: string, { pick }: Choices): string {
  const letters = [...text.matchAll(/[A-Za-z0-9](?=[^:\n]*$)/gm)].map(({ index }) => index);
  if (letters.length === 0) return text;
  const at = pick(letters);
  return text.slice(0, at) + pick([...'aZ019_-.']) + text.slice(at + 1);
}

function mutateLine(text: string, { random, pick }: Choices): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = lines[at]!;
  const changed = [
    [],
    [line, line],
    [` ${line}`],
    [line.slice(1)],
    [`\t${line}`],
    [`${line} ${pick(odd)}`],
    [line, ...lines.slice(0, at)],
    [`# ${line}`],
    [line.toUpperCase()],
    [`- ${line}`],
  ];
  return lines.toSpliced(at, 1, ...pick(changed)).join('\n');
}

const characters = [...'{}[]:,-#&*!|>\'"%@`$?\\ \n\t0aA', '\r', '\0', '\uFEFF', 'é', '😀', '${', '{{', '<<', '---\n'];

function mutateText(text: string, { random, pick }: Choices): string {
  const at = random(text.length + 1);
  const removed = pick([0, 0, 1, 1, 5, 50]);
  return text.slice(0, at) + pick(['', ...characters]) + text.slice(at + removed);
}
