export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** As a machine reads it. */
export function roundedMedian(numbers: number[]): number {
  return Number(median(numbers).toPrecision(4));
}

/** One divided by the other, round by round: what slows the machine down slows both. */
export function ratios(numbers: number[], divisors: number[]): number[] {
  return numbers.map((value, round) => value / divisors[round]!);
}

/** The median with the least and the greatest; nothing for no numbers. */
export function spread(numbers: number[], digits: number): string {
  if (numbers.length === 0) return '';
  const format = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format(median(numbers))} (${format(Math.min(...numbers))}–${format(Math.max(...numbers))})`;
}
