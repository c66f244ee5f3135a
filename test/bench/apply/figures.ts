import { table } from '../../../src/output/table.js';

/** One measured quantity: the numbers of each sink, one for each round. Ours is first, then the stock upsert. */
export interface Figure {
  name: string;
  bySink: number[][];
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function oursOf({ bySink }: Figure): number[] {
  return bySink[0]!;
}

/** Ours divided by the stock upsert, round by round: what slows the machine down slows both. */
export function ratiosOf({ bySink: [ours, stock] }: Figure): number[] {
  return ours!.map((value, round) => value / stock![round]!);
}

/** Medians with the least and the greatest of all rounds. */
export function figureTable(sinkNames: string[], figures: Figure[]): string {
  return table(
    ['median (min–max)', ...sinkNames, 'ratio'],
    figures.map((figure) => [
      figure.name,
      ...sinkNames.map((_, sink) => spread(figure.bySink[sink] ?? [], 0)),
      spread(ratiosOf(figure), 2),
    ]),
  );
}

function spread(numbers: number[], digits: number): string {
  if (numbers.length === 0) return '';
  const format = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format(median(numbers))} (${format(Math.min(...numbers))}–${format(Math.max(...numbers))})`;
}
