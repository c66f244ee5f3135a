import { expect, test } from '@jest/globals';
import { savedSource, sourceOf } from '../../../../src/verify/runs/saved-source.js';
import { items, stateOf } from './states.js';

test('what was read of Cassandra is the same again when it was kept as JSON', () => {
  const state = stateOf(items, 5000);
  const again = sourceOf(JSON.parse(JSON.stringify(savedSource(state))) as ReturnType<typeof savedSource>);
  expect(again.remaining).toEqual(state.remaining);
  expect(again.unread).toEqual(state.unread);
  expect(again.ring).toEqual(state.ring);
  expect(again.shape).toEqual(state.shape);
  expect(again.sketch.rows).toBe(5000);
  expect(again.sketch.words).toEqual(state.sketch.words);
  // That the sketch says something at all.
  expect(again.sketch.words.some((word) => word !== 0)).toBe(true);
});

test('what goes on does not share memory with what was kept', () => {
  const state = stateOf(items, 10);
  const saved = savedSource(state);
  const before = structuredClone(state.sketch.words);
  sourceOf(saved).sketch.clear();
  expect(state.sketch.words).toEqual(before);
  expect(sourceOf(saved).sketch.words).toEqual(before);
});
