import { setTimeout as sleep } from 'node:timers/promises';
import { createLanes } from '../../../src/generate/lanes.js';

test('tasks with one hash run in order, and never more at a time than there are lanes', async () => {
  const lanes = createLanes(4);
  const ended = new Map<number, number[]>();
  let running = 0;
  let most = 0;
  for (let i = 0; i < 200; i++) {
    const hash = i % 7;
    await lanes.add(hash, async () => {
      most = Math.max(most, ++running);
      await sleep(i % 3);
      running--;
      ended.set(hash, [...(ended.get(hash) ?? []), i]);
    });
  }
  await lanes.idle();
  expect(most).toBe(4);
  expect([...ended.values()].flat()).toHaveLength(200);
  for (const order of ended.values()) expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('adding waits while too much is queued', async () => {
  const lanes = createLanes(2);
  let release: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => (release = resolve));
  let added = 0;
  const adding = (async () => {
    for (let i = 0; i < 20; i++) {
      await lanes.add(i, () => blocked);
      added++;
    }
  })();
  await sleep(10);
  expect(added).toBeLessThan(8);
  release();
  await adding;
  await lanes.idle();
  expect(added).toBe(20);
});
