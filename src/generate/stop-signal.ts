export interface StopSignal {
  signal: AbortSignal;
  /** Frees the timer and the listener. */
  dispose: () => void;
}

/**
 * Aborted with `signal` or after a time. Not AbortSignal.any with AbortSignal.timeout: in Node 20 the timeout is lost
 * when garbage is collected, and the run never ends.
 */
export function createStopSignal(signal: AbortSignal, durationMs: number | undefined): StopSignal {
  const stop = new AbortController();
  const abort = () => stop.abort();
  const timer = durationMs === undefined ? undefined : setTimeout(abort, durationMs);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return {
    signal: stop.signal,
    dispose: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
