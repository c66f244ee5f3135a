import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ProgressEvent } from '../../../src/progress.js';
import { scanProgress } from '../../../src/verify/scan-progress.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function scanned(): { progress: ReturnType<typeof scanProgress>; events: ProgressEvent[]; last: () => ProgressEvent } {
  const events: ProgressEvent[] = [];
  const progress = scanProgress('verify shop.items', (event) => events.push(event));
  return { progress, events, last: () => events.at(-1)! };
}

const afterSeconds = (seconds: number) => jest.advanceTimersByTime(seconds * 1000);

test('rows are told with their rate, and the time that is left once it can be known', () => {
  const { progress, last } = scanned();
  progress.started('16 token ranges');
  expect(last()).toEqual({ step: 'verify shop.items', status: 'started', detail: '16 token ranges' });
  afterSeconds(10);
  progress.rows(20_000, 0.01);
  expect(last()).toMatchObject({ status: 'advanced', completed: 20_000, detail: '2,000 rows/s' });
  afterSeconds(10);
  progress.rows(50_000, 0.25);
  expect(last()).toMatchObject({ completed: 50_000, detail: '2,500 rows/s, 25 %, 60 s left' });
});

test.each([
  [60, 0.5, '60 s left'],
  [60, 0.41, '86 s left'],
  [60, 0.4, '2 min left'],
  [60, 0.02, '49 min left'],
  [3600, 0.5, '60 min left'],
  [3600, 0.3, '2 h 20 min left'],
  [3600, 1, '0 s left'],
])('after %d s, with %d of it done, there are %s', (seconds, done, expected) => {
  const { progress, last } = scanned();
  afterSeconds(seconds);
  progress.rows(7, done);
  expect(last().detail).toMatch(new RegExp(`^0 rows/s, ${Math.round(done * 100)} %, ${expected}$`));
});

test('it is told not more often than anyone can read, and never goes back', () => {
  const { progress, events, last } = scanned();
  for (let n = 0; n < 100; n++) {
    afterSeconds(0.1);
    progress.rows(n * 10);
  }
  expect(events.length).toBeGreaterThanOrEqual(10);
  expect(events.length).toBeLessThanOrEqual(20);
  afterSeconds(1);
  // A range that is read again.
  progress.rows(500);
  expect(last().completed).toBe(990);
});

test('looks and the verdict are told at once', () => {
  const { progress, events } = scanned();
  progress.rows(42);
  progress.looking(1);
  progress.looking(12_345);
  progress.done('different');
  expect(events.map(({ status, completed, detail }) => [status, completed, detail])).toEqual([
    ['advanced', 42, 'looking again at 1 row'],
    ['advanced', 42, 'looking again at 12,345 rows'],
    ['done', 42, 'different'],
  ]);
});
