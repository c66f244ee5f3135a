import { expect, test } from '@jest/globals';
import { type DeadLetter } from '../../../src/dead-letters/letter.js';
import { isSelected } from '../../../src/dead-letters/selection.js';

const all = { tables: [], causes: [], stages: [], letters: [], key: {} };
const letter = { lastSeen: '2026-03-01T12:00:30.400Z' } as DeadLetter;

test.each([
  ['2026-03-01T12:00:29.999Z', false],
  ['2026-03-01T12:00:30Z', true],
  ['2026-03-01T12:00:31Z', true],
])('a letter that failed at 12:00:30.4, which lists print as 12:00:30, until %s: %s', (until, isOf) => {
  expect(isSelected(letter, { ...all, until: new Date(until) })).toBe(isOf);
});

test.each([
  ['2026-03-01T12:00:30Z', true],
  ['2026-03-01T12:00:31Z', false],
])('the same letter since %s: %s', (since, isOf) => {
  expect(isSelected(letter, { ...all, since: new Date(since) })).toBe(isOf);
});
