import { type Cells } from '../../tables/canonical/record.js';

type Value = Buffer | null;

interface OpenColumn {
  /** Of the cell, or the row itself. */
  index: number;
  /** Every value that Cassandra was seen to have. */
  sources: Value[];
  /** What PostgreSQL had last; undefined before the first look. */
  target: Value | undefined;
  hasMoved: boolean;
}

/** That there is a row counts as one more cell of it. */
const rowItself = -1;
const present = Buffer.of(1);

/** The cells of one row in which PostgreSQL has not yet been seen to have what Cassandra has or had. */
export class OpenColumns {
  private open: OpenColumn[] | undefined;

  /** @param seen cells that Cassandra had before the first look */
  constructor(seen?: Cells) {
    if (seen !== undefined) this.open = columnsOf(seen.length).map((column) => withSource(column, seen));
  }

  /**
   * Takes in what both sides have, the cells outside of the primary key or undefined for no row; without `source`
   * what was seen of it before counts.
   * @returns whether nothing is open any more
   */
  passWith({ source, target }: { source?: { cells: Cells | undefined }; target: Cells | undefined }): boolean {
    this.open ??= columnsOf(source?.cells?.length ?? target?.length ?? 0);
    this.open = this.open.filter((column) => {
      if (source !== undefined) withSource(column, source.cells);
      const value = valueOf(target, column.index);
      column.hasMoved ||= column.target !== undefined && !sameValue(column.target, value);
      column.target = copyOf(value);
      return !column.sources.some((one) => sameValue(one, value));
    });
    return this.open.length === 0;
  }

  /** Whether an open cell has changed on either side since the first look. */
  isChanging(): boolean {
    return this.open?.some(({ sources, hasMoved }) => hasMoved || sources.length > 1) === true;
  }

  /** Whether PostgreSQL has left every open cell as it was at the first look. */
  allStayed(): boolean {
    return this.open?.every(({ hasMoved }) => !hasMoved) === true;
  }

  someStayed(): boolean {
    return this.open?.some(({ hasMoved }) => !hasMoved) === true;
  }

  /** Indexes of the open cells; where PostgreSQL has left some as they were, not of those that are on their way. */
  differing(): number[] {
    const open = this.open ?? [];
    const isRowOpen = open[0]?.index === rowItself;
    const stayed = open.filter(({ hasMoved }) => !hasMoved);
    const told = isRowOpen || stayed.length === 0 ? open : stayed;
    return told.map(({ index }) => index).filter((index) => index !== rowItself);
  }
}

function columnsOf(cellCount: number): OpenColumn[] {
  return [rowItself, ...Array(cellCount).keys()].map((index) => ({
    index,
    sources: [],
    target: undefined,
    hasMoved: false,
  }));
}

function withSource(column: OpenColumn, cells: Cells | undefined): OpenColumn {
  const value = valueOf(cells, column.index);
  if (!column.sources.some((one) => sameValue(one, value))) column.sources.push(copyOf(value));
  return column;
}

function valueOf(cells: Cells | undefined, index: number): Value {
  if (cells === undefined) return null;
  return index === rowItself ? present : (cells[index] ?? null);
}

/** Whether two cells hold the same; one that is not there is NULL. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return a && b ? a.equals(b) : !a && !b;
}

/** Values are parts of network buffers, which would be kept whole. */
function copyOf(value: Value): Value {
  return value && Buffer.from(value);
}
