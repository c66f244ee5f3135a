import { randomNumbers } from './random-numbers.js';
import { mutatedText } from './mutated-text.js';

/** Values where a program expects others. */
const odd: unknown[] = [
  null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, -(2 ** 31), '', ' ', '0', '-1', '1e400', 'null',
  [], {}, [[]], [null], [{}], { a: {} }, { toString: 1, valueOf: 1 }, { length: -1 }, { then: 1 }, { message: { a: 1 } },
  'constructor', '__proto__', 'toString', '\0', 'a\0b', '\uD800', '\u001B[2J\u001B]0;x\u0007', '\u009B2J', '\u202E', '😀',
  '<script>alert(1)</script>', "'; DROP TABLE x; --", '$(id)', '../../etc/passwd', 'x'.repeat(3000), '2026-13-45',
  '99999999999999999999', [1, 2, 3], Array(300).fill(0),
]; // prettier-ignore
const names = ['', 'constructor', '__proto__', 'toString', 'a.b', 'message', 'id', 'then', 'length'];

interface Choices {
  random: (bound: number) => number;
  pick: <T>(from: readonly T[]) => T;
}

/** The text of a JSON value that a server or a file might have in its place; the same for the same seed. */
export function mutatedJson(seed: number, original: unknown): string {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  let value = original;
  for (let left = pick([1, 1, 1, 2, 3]); left > 0; left--) value = mutated(value, { random, pick });
  const text = JSON.stringify(value);
  // A number that no double holds, and a name twice, are JSON, too.
  if (random(20) === 0) return text.replace(/\d+/, pick(['1e999', '-0', '12345678901234567890', '0.1e-400']));
  if (random(20) === 0) return text.replace(/("\w+"):/, '$1:1,$1:');
  return random(4) === 0 ? mutatedText(seed, text) : text;
}

/** Changes the value at a random place below it. */
function mutated(value: unknown, choices: Choices): unknown {
  const { random, pick } = choices;
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isLeaf || random(8) === 0) return pick(odd);
  if (Array.isArray(value)) {
    const at = random(value.length);
    const item: unknown = value[at];
    const others: unknown[][] = [[], [item, item], [item, pick(odd)], [mutated(item, choices)]];
    return value.toSpliced(at, 1, ...pick([...others, others[3]!, others[3]!]));
  }
  const fields = Object.entries(value);
  const at = random(fields.length);
  const [name, field] = fields[at] as [string, unknown];
  const others: [string, unknown][][] = [
    [],
    [[pick(names), field]],
    [
      [name, field],
      [pick(names), pick(odd)],
    ],
  ];
  const deeper: [string, unknown][] = [[name, mutated(field, choices)]];
  return Object.fromEntries(fields.toSpliced(at, 1, ...pick([...others, deeper, deeper, deeper])));
}
