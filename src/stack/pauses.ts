interface History {
  /** Restarts since it last ran for long enough. */
  count: number;
  restartedMs: number;
}

const firstMs = 1000;
const longestMs = 60_000;

/**
 * When what has ended may be started again: at once, then 1, 2, 4 … 60 seconds after the last time. What has run for longer
 * than the longest pause begins anew.
 */
export class Pauses {
  private readonly histories = new Map<string, History>();

  isOver(name: string, nowMs: number): boolean {
    const history = this.histories.get(name);
    return history === undefined || nowMs >= history.restartedMs + pauseMs(history.count);
  }

  /** @returns how many restarts in a row that makes */
  begin(name: string, nowMs: number): number {
    const { count, restartedMs } = this.histories.get(name) ?? { count: 0, restartedMs: nowMs };
    const next = nowMs - restartedMs > longestMs + pauseMs(count) ? 1 : count + 1;
    this.histories.set(name, { count: next, restartedMs: nowMs });
    return next;
  }
}

/** After so many restarts. */
function pauseMs(count: number): number {
  return Math.min(firstMs * 2 ** (count - 1), longestMs);
}
