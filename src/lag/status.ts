/** How a consumer does over a window of samples. UNKNOWN where its lag could not be read. */
export type LagStatus = 'OK' | 'WARN' | 'STALLED' | 'STOPPED' | 'REWOUND' | 'UNKNOWN';

/** How far a consumer was at one time. */
export interface Sample {
  /** Grows with what it has done. */
  position: number;
  /** What it had yet to do. */
  left: number;
}

export interface Consumer {
  /** Whether anybody consumes at all. */
  isPresent: boolean;
  /** Whether it is seen to work although its position stands still: positions are committed once in a while. */
  isWorking: boolean;
}

/** What came within this time may be on its way: a consumer that always has as much left keeps up. */
const underWaySeconds = 3;

/**
 * The rules of Burrow (core/internal/evaluator/caching.go), for samples that are taken instead of commits that are seen:
 * a consumer has stopped when there is none, and falls behind by more than what is on its way. And one that goes back is
 * told of also where it had caught up before.
 */
export function lagStatus(
  window: Sample[],
  { comesPerSecond }: Pick<Pace, 'comesPerSecond'>,
  { isPresent, isWorking }: Consumer,
): LagStatus {
  const last = window.at(-1);
  if (last === undefined) return 'UNKNOWN';
  if (last.left === 0) return 'OK';
  const steps = window.slice(1).map((sample, index) => ({ before: window[index]!, after: sample }));
  if (steps.some(({ before, after }) => after.position < before.position)) return 'REWOUND';
  if (!isPresent) return 'STOPPED';
  if (steps.length === 0 || window.some(({ left }) => left === 0)) return 'OK';
  if (steps.every(({ before, after }) => after.position === before.position)) return isWorking ? 'OK' : 'STALLED';
  const underWay = (comesPerSecond ?? 0) * underWaySeconds;
  const isLess = steps.some(({ before, after }) => after.left < before.left);
  return isLess || last.left <= underWay ? 'OK' : 'WARN';
}

/** How fast it goes, each null where the samples do not tell. */
export interface Pace {
  /** What it does per second. */
  perSecond: number | null;
  /** What comes per second. */
  comesPerSecond: number | null;
  /** Seconds until nothing is left, if both go on like this; null also where it never catches up. */
  catchUpSeconds: number | null;
}

/** @param seconds from the first sample to the last */
export function paceOf(window: Sample[], seconds: number): Pace {
  const [first, last] = [window[0], window.at(-1)];
  if (first === undefined || last === undefined || window.length < 2 || seconds <= 0) {
    return { perSecond: null, comesPerSecond: null, catchUpSeconds: last?.left === 0 ? 0 : null };
  }
  const perSecond = (last.position - first.position) / seconds;
  const fewerPerSecond = (first.left - last.left) / seconds;
  const catchUpSeconds = last.left === 0 ? 0 : fewerPerSecond > 0 ? last.left / fewerPerSecond : null;
  return { perSecond, comesPerSecond: Math.max(0, perSecond - fewerPerSecond), catchUpSeconds };
}
