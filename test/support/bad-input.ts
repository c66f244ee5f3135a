import { exitCodes, messageOf, OperatorError } from '../../src/errors.js';

/** More with BAD_INPUT_COUNT=10000; a failing seed runs alone with BAD_INPUT_SEED=n BAD_INPUT_COUNT=1. */
const count = Number(process.env.BAD_INPUT_COUNT ?? 1000);
const firstSeed = Number(process.env.BAD_INPUT_SEED ?? 1);

/** Whether enough seeds run that both outcomes must have come. */
export const isWhole = count >= 200;

/** For inputs that are slow: so many of the whole. */
export interface Share {
  share?: number;
  /** What one input may take, on a machine that is busy. */
  longestMs?: number;
}

/**
 * Gives each seed to `work`: what it throws is thrown on with the seed that does it again. What an operator can act on
 * may be thrown, since that is how bad input is refused.
 * @returns how many were taken and how many refused
 */
export async function forEachSeed(
  work: (seed: number) => unknown,
  { share = 1, longestMs = 30_000 }: Share = {},
): Promise<{ taken: number; refused: number }> {
  const outcomes = { taken: 0, refused: 0 };
  for (let seed = firstSeed; seed < firstSeed + Math.ceil(count * share); seed++) {
    const before = performance.now();
    try {
      await work(seed);
      outcomes.taken++;
    } catch (error) {
      requireClear(seed, error);
      outcomes.refused++;
    }
    const tookMs = performance.now() - before;
    if (tookMs > longestMs) throw new Error(`BAD_INPUT_SEED=${seed} BAD_INPUT_COUNT=1: took ${tookMs} ms`);
  }
  return outcomes;
}

/** Refused input has an error that says what is wrong, in words. */
function requireClear(seed: number, error: unknown): void {
  const isClear =
    error instanceof OperatorError &&
    error.exitCode !== exitCodes.bug &&
    error.message.length < 5000 &&
    !/undefined|\[object|is not a function|not iterable|Cannot read|NaN\b/.test(error.message);
  if (isClear) return;
  const stack = error instanceof Error ? error.stack : messageOf(error);
  throw new Error(`BAD_INPUT_SEED=${seed} BAD_INPUT_COUNT=1\n${stack}`, { cause: error });
}
