/** Marsaglia's xorshift: whole numbers from 0 to below `bound`, the same ones for the same seed. */
export function randomNumbers(seed: number): (bound: number) => number {
  // Small seeds alone would give small first numbers.
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
