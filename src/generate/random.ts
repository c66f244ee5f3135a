import { base, en, Faker, type Randomizer } from '@faker-js/faker';

/** Generated dates lie around this one, not around today, so that a seed yields the same values on every day. */
export const referenceDate = new Date('2026-01-01T00:00:00.000Z');

/** Independent sequences of one seed. */
export const streams = { statements: 1, partitions: 2, rows: 3 } as const;

export interface RandomSeed {
  /** 0 … 2^32 - 1. */
  seed: number;
  stream: number;
  index?: number;
}

/** A faker of its own whose values depend on nothing but its seed. */
export function createRandom(seed: RandomSeed): Faker {
  const random = new Faker({ locale: [en, base], randomizer: smallFastCounter() });
  random.setDefaultRefDate(referenceDate);
  reseed(random, seed);
  return random;
}

export function reseed(random: Faker, { seed, stream, index = 0 }: RandomSeed): void {
  random.seed([seed, stream, index]);
}

/**
 * Doty-Humphrey's sfc32, as in PractRand. Faker's own Mersenne Twister takes 25 µs to seed, and there is a seed for
 * each key.
 */
function smallFastCounter(): Randomizer {
  let [a, b, c, counter] = [0, 0, 0, 1];

  function next32(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  return {
    /** 0 ≤ x < 1 in steps of 2^-53. */
    next: () => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53,
    seed: (seed) => {
      const words = typeof seed === 'number' ? [seed] : seed;
      [a, b, c, counter] = [(words[0] ?? 0) | 0, (words[1] ?? 0) | 0, (words[2] ?? 0) | 0, 1];
      for (let round = 0; round < 15; round++) next32();
    },
  };
}
