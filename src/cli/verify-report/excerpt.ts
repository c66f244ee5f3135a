/** A part of a value. */
export interface Excerpt {
  text: string;
  /** Whether the value has more before and after it. */
  before: boolean;
  after: boolean;
}

/** The part of a value from `start` up to `end`, UTF-16 positions; no character is cut in two. */
export function excerpt(value: string, start: number, end: number): Excerpt {
  const from = wholeCharacter(value, Math.max(0, start));
  const to = wholeCharacter(value, Math.min(value.length, end));
  return { text: value.slice(from, to), before: from > 0, after: to < value.length };
}

/** UTF-16 position of the first character that differs; the length of both where none does. */
export function firstDifference(a: string, b: string): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return Math.min(wholeCharacter(a, same), wholeCharacter(b, same));
}

/** UTF-16 positions in each value after which both are the same again. */
export function lastDifference(a: string, b: string, first: number): [number, number] {
  let [endA, endB] = [a.length, b.length];
  while (endA > first && endB > first && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  // A low surrogate that both share belongs to different characters.
  const split = isLow(a, endA) || isLow(b, endB) ? 1 : 0;
  return [endA + split, endB + split];
}

/** `character 12: U+00E9, U+0065 in PostgreSQL`, for characters that may look alike; positions count from 1. */
export function differingCharacters(cassandra: string, postgresql: string): string {
  const first = firstDifference(cassandra, postgresql);
  let position = 1;
  for (const _ of cassandra.slice(0, first)) position++;
  return `character ${position.toLocaleString('en')}: ${codeAt(cassandra, first)} in Cassandra, ${codeAt(postgresql, first)} in PostgreSQL`;
}

/** Whether the first character that differs may look the same on both sides, or like nothing. */
export function mayLookAlike(cassandra: string, postgresql: string): boolean {
  const first = firstDifference(cassandra, postgresql);
  return [cassandra, postgresql].some((value) => /^[^\x20-\x7e]/.test(value.slice(first, first + 1)));
}

function codeAt(value: string, position: number): string {
  const code = value.codePointAt(position);
  return code === undefined ? 'the end' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function wholeCharacter(value: string, position: number): number {
  return isLow(value, position) && /[\ud800-\udbff]/.test(value[position - 1] ?? '') ? position - 1 : position;
}

function isLow(value: string, position: number): boolean {
  return /[\udc00-\udfff]/.test(value[position] ?? '');
}
