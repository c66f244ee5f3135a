import { table } from '../../../src/output/table.js';
import { ratios, spread } from '../support/figures.js';

/** One measured quantity: the numbers of each sink, one for each round. Ours is first, then the stock upsert. */
export interface Figure {
  name: string;
  bySink: number[][];
}

export function oursOf({ bySink }: Figure): number[] {
  return bySink[0]!;
}

/** Ours divided by the stock upsert. */
export function ratiosOf({ bySink: [ours, stock] }: Figure): number[] {
  return ratios(ours!, stock!);
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
