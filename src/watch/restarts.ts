/** What is to be done with something that has failed. */
export type Decision = 'restart' | 'wait' | 'give up';

interface History {
  /** Restarts since it was last well for long enough. */
  count: number;
  restartedMs: number;
  hasGivenUp: boolean;
}

const minuteMs = 60_000;
const longestMs = 60 * minuteMs;

/**
 * When what has failed is restarted: at once, and then after longer and longer pauses, n² + n minutes as Strimzi's operator
 * has them, up to a number of times. What has been well for longer than the next pause begins anew.
 */
export class Restarts {
  private readonly histories = new Map<string, History>();

  /** @param most restarts in a row; 0 for none */
  constructor(private readonly most: number) {}

  /** Called at each look at something that has failed; `restart` counts as one. */
  decide(name: string, nowMs: number): Decision {
    const history = this.histories.get(name) ?? { count: 0, restartedMs: -Infinity, hasGivenUp: false };
    this.histories.set(name, history);
    if (history.count >= this.most) {
      if (history.hasGivenUp) return 'wait';
      history.hasGivenUp = true;
      return 'give up';
    }
    if (nowMs < history.restartedMs + pauseMs(history.count)) return 'wait';
    history.count++;
    history.restartedMs = nowMs;
    return 'restart';
  }

  /** Called at each look at something that is well. */
  isWell(name: string, nowMs: number): void {
    const history = this.histories.get(name);
    if (history !== undefined && nowMs >= history.restartedMs + pauseMs(history.count)) this.histories.delete(name);
  }

  countOf(name: string): number {
    return this.histories.get(name)?.count ?? 0;
  }
}

/** After so many restarts. */
function pauseMs(count: number): number {
  return Math.min((count * count + count) * minuteMs, longestMs);
}
