import { InvalidArgumentError } from 'commander';

/** Parses a whole number that is not negative; for commander options. */
export function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}
