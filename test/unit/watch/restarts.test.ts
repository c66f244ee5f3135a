import { expect, test } from '@jest/globals';
import { Restarts } from '../../../src/watch/restarts.js';

const minute = 60_000;

/** When restarts are decided on, in minutes, for something that fails all the time and is looked at each half minute. */
function restartMinutes(restarts: Restarts, { until }: { until: number }): number[] {
  const looks = Array.from({ length: until * 2 }, (_, index) => index / 2);
  return looks.filter((at) => restarts.decide('sink', at * minute) === 'restart');
}

test('the first restart is at once, and the pauses grow by n² + n minutes up to an hour', () => {
  expect(restartMinutes(new Restarts(10), { until: 400 })).toEqual([0, 2, 8, 20, 40, 70, 112, 168, 228, 288]);
});

test('it is given up once, after as many restarts as are allowed', () => {
  const restarts = new Restarts(2);
  expect(restarts.decide('sink', 0)).toBe('restart');
  expect(restarts.decide('sink', minute)).toBe('wait');
  expect(restarts.decide('sink', 2 * minute)).toBe('restart');
  expect(restarts.decide('sink', 3 * minute)).toBe('give up');
  expect(restarts.decide('sink', 900 * minute)).toBe('wait');
  expect(restarts.countOf('sink')).toBe(2);
});

test('none is allowed: it is given up at once', () => {
  expect(new Restarts(0).decide('sink', 0)).toBe('give up');
});

test('what was well for as long as the next pause begins anew; what was not goes on', () => {
  const restarts = new Restarts(7);
  restarts.decide('sink', 0);
  restarts.isWell('sink', minute);
  expect(restarts.countOf('sink')).toBe(1);
  restarts.isWell('sink', 2 * minute);
  expect(restarts.countOf('sink')).toBe(0);
  expect(restarts.decide('sink', 2 * minute)).toBe('restart');
});

test('each connector has restarts of its own', () => {
  const restarts = new Restarts(1);
  expect(restarts.decide('sink', 0)).toBe('restart');
  expect(restarts.decide('source', 0)).toBe('restart');
});
