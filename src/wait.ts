import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from './errors.js';

export interface WaitOptions {
  /** What is awaited, as it stands in the error: "connector cdc-sink to be RUNNING". */
  what: string;
  timeoutMs: number;
  intervalMs?: number;
  signal?: AbortSignal | undefined;
  hint?: string;
}

/**
 * Polls `probe` until it returns something other than undefined.
 * @throws OperatorError (unreachable) when the time is over; what `probe` throws goes through at once.
 */
export async function waitFor<T>(options: WaitOptions, probe: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() >= deadline) {
      throw new OperatorError({
        kind: 'unreachable',
        message: `timed out after ${Math.round(options.timeoutMs / 1000)} s waiting for ${options.what}`,
        ...(options.hint === undefined ? {} : { hint: options.hint }),
      });
    }
    await sleep(options.intervalMs ?? 250, undefined, { signal: options.signal });
  }
}
