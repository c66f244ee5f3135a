import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createStopSignal } from '../../../src/generate/stop-signal.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('the time is not lost when garbage is collected', async () => {
  const stop = createStopSignal(new AbortController().signal, 50);
  for (let i = 0; i < 5; i++) {
    collectGarbage();
    await sleep(20);
  }
  expect(stop.signal.aborted).toBe(true);
  // A worker that has run many tests has much to look through.
}, 60_000);

test('the other signal stops it too, also when it was there before', () => {
  const controller = new AbortController();
  const stop = createStopSignal(controller.signal, undefined);
  expect(stop.signal.aborted).toBe(false);
  controller.abort();
  expect(stop.signal.aborted).toBe(true);
  expect(createStopSignal(controller.signal, undefined).signal.aborted).toBe(true);
});

test('what is disposed of stays silent', async () => {
  const controller = new AbortController();
  const stop = createStopSignal(controller.signal, 10);
  stop.dispose();
  controller.abort();
  await sleep(20);
  expect(stop.signal.aborted).toBe(false);
});
