import { expect, test } from '@jest/globals';
import { Pauses } from '../../../src/stack/pauses.js';

/** When a service that ends at once each time is started, in seconds. */
function startSeconds(pauses: Pauses, { until }: { until: number }): number[] {
  const looks = Array.from({ length: until }, (_, at) => at);
  return looks.filter((at) => {
    if (!pauses.isOver('kafka', at * 1000)) return false;
    pauses.begin('kafka', at * 1000);
    return true;
  });
}

test('the first start is at once, and the pauses double up to a minute', () => {
  expect(startSeconds(new Pauses(), { until: 250 })).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
});

test('what has run for longer than the longest pause begins anew', () => {
  const pauses = new Pauses();
  expect(pauses.begin('kafka', 0)).toBe(1);
  expect(pauses.begin('kafka', 2000)).toBe(2);
  expect(pauses.begin('kafka', 70_000)).toBe(1);
});

test('each service has pauses of its own', () => {
  const pauses = new Pauses();
  pauses.begin('kafka', 0);
  expect(pauses.isOver('kafka', 500)).toBe(false);
  expect(pauses.isOver('registry', 500)).toBe(true);
});
