/** The candidate that was probably meant, or undefined when none is near. */
export function nearest(word: string, candidates: string[]): string | undefined {
  const plain = simplify(word);
  const same = candidates.find((candidate) => simplify(candidate) === plain);
  if (same !== undefined || plain.length < 2) return same;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(plain, simplify(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(simplify(candidate).length / 3)))
    .sort((a, b) => a.distance - b.distance || begins(b.candidate, plain) - begins(a.candidate, plain));
  return best?.candidate ?? candidates.find((candidate) => plain.length > 3 && simplify(candidate).startsWith(plain));
}

function begins(candidate: string, plain: string): number {
  return simplify(candidate).startsWith(plain) ? 1 : 0;
}

/** `contact_points`, `contact-points` and `contactPoints` are the same mistake away from each other: none. */
function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Insertions, deletions and replacements between two words (Levenshtein). */
function editDistance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > 10) return Infinity;
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
