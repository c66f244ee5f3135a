import { createPacer } from '../../src/pacer.js';

function fakeClock() {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleepMs: (ms: number) => Promise.resolve(void (nowMs += ms)),
    pass: (ms: number) => (nowMs += ms),
  };
}

const signal = new AbortController().signal;

test('turns are spread evenly', async () => {
  const clock = fakeClock();
  const turn = createPacer({ ratePerSecond: 500, signal, ...clock });
  const times: number[] = [];
  for (let i = 0; i < 1001; i++) {
    await turn();
    times.push(clock.nowMs());
  }
  expect(times.at(-1)).toBeCloseTo(2000);
  expect(Math.max(...times.slice(1).map((time, index) => time - times[index]!))).toBeCloseTo(2);
});

test('rates beyond the resolution of timers are kept on average', async () => {
  const clock = fakeClock();
  const turn = createPacer({ ratePerSecond: 10_000, signal, ...clock });
  for (let i = 0; i < 10_000; i++) await turn();
  expect(clock.nowMs()).toBeGreaterThan(990);
  expect(clock.nowMs()).toBeLessThan(1010);
});

test('after a standstill it makes up for one second only', async () => {
  const clock = fakeClock();
  const turn = createPacer({ ratePerSecond: 100, signal, ...clock });
  await turn();
  clock.pass(60_000);
  let atOnce = 0;
  for (const before = clock.nowMs(); clock.nowMs() === before; atOnce++) await turn();
  expect(atOnce).toBeLessThan(105);
});

test('an aborted signal ends the waiting', async () => {
  const turn = createPacer({ ratePerSecond: 0.001, signal: AbortSignal.timeout(20) });
  await turn();
  await turn();
});
