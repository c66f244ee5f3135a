import { type LagReport } from '../lag/report.js';

type Counts = LagReport['deadLetters'];

/** Counts the dead letters that come from look to look. Those that were there at first may be settled long since. */
export class NewDeadLetters {
  private readonly before = new Map<keyof Counts, number>();

  /** How many have come since the last look at which they could be counted. */
  next(counts: Counts): number {
    return this.since('inTopic', counts) + this.since('refused', counts);
  }

  private since(store: keyof Counts, counts: Counts): number {
    const count = counts[store];
    if (count === null) return 0;
    const before = this.before.get(store) ?? count;
    this.before.set(store, count);
    return Math.max(0, count - before);
  }
}
