import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from '../../../src/stack/lock.js';

test('work with the same path takes turns, and whoever waits learns for whom', async () => {
  const path = `/${randomUUID()}`;
  const order: string[] = [];
  const holders: string[] = [];
  const first = withLock({ path }, async () => {
    order.push('first begins');
    await sleep(300);
    order.push('first ends');
  });
  await sleep(50);
  const second = withLock({ path, onWait: (holder) => holders.push(holder) }, () => {
    order.push('second begins');
    return Promise.resolve();
  });
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second begins']);
  expect(holders).toEqual([`process ${process.pid}`]);
});

test('a failure releases the lock', async () => {
  const path = `/${randomUUID()}`;
  await expect(withLock({ path }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(withLock({ path }, () => Promise.resolve('fine'))).resolves.toBe('fine');
});

test('waiting ends with the signal', async () => {
  const path = `/${randomUUID()}`;
  await withLock({ path }, async () => {
    const waiting = withLock({ path, signal: AbortSignal.timeout(50) }, () => Promise.resolve());
    await expect(waiting).rejects.toThrow();
  });
});
