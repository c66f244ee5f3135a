import { expect, test } from '@jest/globals';
import { NewDeadLetters } from '../../../src/watch/new-dead-letters.js';

test('what was there at first is not new; what comes in either store is', () => {
  const letters = new NewDeadLetters();
  expect(letters.next({ inTopic: 7, refused: 2 })).toBe(0);
  expect(letters.next({ inTopic: 9, refused: 3 })).toBe(3);
  expect(letters.next({ inTopic: 9, refused: 3 })).toBe(0);
});

test('what comes while a store is away is new when it is back', () => {
  const letters = new NewDeadLetters();
  letters.next({ inTopic: 1, refused: 1 });
  expect(letters.next({ inTopic: null, refused: 2 })).toBe(1);
  expect(letters.next({ inTopic: 5, refused: null })).toBe(4);
});

test('letters that were settled, or deleted by Kafka, make none', () => {
  const letters = new NewDeadLetters();
  letters.next({ inTopic: 5, refused: 5 });
  expect(letters.next({ inTopic: 0, refused: 4 })).toBe(0);
  expect(letters.next({ inTopic: 1, refused: 4 })).toBe(1);
});
