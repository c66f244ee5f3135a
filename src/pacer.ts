import { setTimeout as sleep } from 'node:timers/promises';

export interface PacerOptions {
  ratePerSecond: number;
  /** Ends the waiting. */
  signal: AbortSignal;
  /** Milliseconds of a clock that never jumps. */
  nowMs?: () => number;
  sleepMs?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Time that may be made up for by going faster; what is lost beyond it stays lost. */
const catchUpMs = 1000;

/**
 * Each call waits until the next turn and takes it, or so many turns at once; turns are spread evenly. Returns at once
 * when the signal is aborted.
 */
export function createPacer(options: PacerOptions): (turns?: number) => Promise<void> {
  const { ratePerSecond, signal, nowMs = () => performance.now(), sleepMs = sleepUntilAborted } = options;
  const intervalMs = 1000 / ratePerSecond;
  let turnMs = nowMs();
  return async (turns = 1) => {
    turnMs = Math.max(turnMs, nowMs() - catchUpMs);
    const earlyMs = turnMs - nowMs();
    turnMs += intervalMs * turns;
    // timers cannot wait for less than a millisecond: several turns share one
    if (earlyMs >= 1) await sleepMs(earlyMs, signal);
  };
}

async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
