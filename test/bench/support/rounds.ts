/**
 * Runs all in turn, the first of each round another one, after a run of each that does not count: the first ones after a
 * start of the systems are slow. Returns what the counted runs of each returned, in order.
 */
export async function inRounds<One, Result>(
  rounds: number,
  all: One[],
  run: (one: One, counts: boolean) => Promise<Result>,
): Promise<Result[][]> {
  const results: Result[][] = all.map(() => []);
  for (const one of all) await run(one, false);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const index = (round + turn) % all.length;
      results[index]!.push(await run(all[index]!, true));
    }
  }
  return results;
}
