import { nearest } from '../nearest.js';
import { type Property } from './properties.js';

const integers = { SHORT: 15n, INT: 31n, LONG: 63n };

/** What is wrong with the value of a property, if something is; what a worker replaces (`${file:…}`) is not judged. */
export function valueProblem(property: Property, value: string): { message: string; hint?: string } | undefined {
  if (value.includes('${')) return undefined;
  const { type, values } = property;
  switch (type) {
    case 'SHORT':
    case 'INT':
    case 'LONG':
      return integerProblem(property, value, integers[type]);
    case 'DOUBLE':
      return Number.isFinite(Number(value)) && value.trim() !== '' ? undefined : { message: 'must be a number' };
    case 'BOOLEAN':
      return /^(true|false)$/i.test(value.trim()) ? undefined : { message: 'must be true or false' };
    case 'CLASS':
      return /^[\w$.]+$/.test(value.trim()) ? undefined : { message: 'must be the name of a Java class' };
    case 'STRING':
      return values === undefined ? undefined : wordProblem(property, values, value);
    case 'LIST':
    case 'PASSWORD':
      return undefined;
  }
}

function integerProblem({ min, max }: Property, value: string, bits: bigint) {
  if (!/^-?\d{1,20}$/.test(value.trim())) return { message: 'must be a whole number' };
  const number = BigInt(value.trim());
  const [from, to] = [BigInt(min ?? -(2n ** bits)), BigInt(max ?? 2n ** bits - 1n)];
  return number >= from && number <= to ? undefined : { message: `must be from ${from} to ${to}` };
}

function wordProblem({ ignoresCase }: Property, values: string[], value: string) {
  const plain = (word: string) => (ignoresCase === true ? word.toLowerCase() : word);
  if (values.some((word) => plain(word) === plain(value))) return undefined;
  const meant = nearest(value, values);
  const message = `must be one of ${values.join(', ')}`;
  return meant === undefined ? { message } : { message, hint: `did you mean ${meant}?` };
}
