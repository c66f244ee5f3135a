import { type TokenRange } from '../../tables/token-ranges.js';
import { type RangeVisitor } from '../cassandra/scan.js';
import { type ComparedTable } from '../compared-table.js';
import { type RingPiece, type UnreadRange } from '../report.js';
import { Ring } from './ring.js';
import { WireHasher } from '../sketch/row-hash.js';
import { type SketchShape } from '../sketch/shape.js';
import { Sketch } from '../sketch/sketch.js';

/** What is known of Cassandra's side so far. */
export interface SourceState {
  shape: SketchShape;
  sketch: Sketch;
  /** Ranges that are still to be read. */
  remaining: TokenRange[];
  unread: UnreadRange[];
  ring: RingPiece[];
}

/** Folds token ranges of Cassandra into a sketch, and knows which ones are in it. */
export class SourceSketch {
  readonly sketch: Sketch;
  readonly unread: UnreadRange[];
  readonly ring: Ring;
  private readonly remaining: Map<bigint, TokenRange>;
  private readonly hasher: WireHasher;
  private readonly width: bigint;
  /** Sketches of attempts that are over; making one anew costs more than emptying it. */
  private readonly spare: Sketch[] = [];
  private rowsInAttempts = 0;

  constructor(
    table: ComparedTable,
    state: SourceState,
    private readonly onRows: (rows: number) => void,
  ) {
    this.sketch = state.sketch;
    this.unread = state.unread;
    this.ring = Ring.from(state.ring);
    this.remaining = new Map(state.remaining.map((range) => [range.start, range]));
    this.hasher = new WireHasher(table, state.shape.keyBytes);
    this.width = this.widthLeft();
  }

  /** Gives back the memory that reading needs. */
  endReading(): void {
    this.spare.length = 0;
  }

  /** Which part of what remained at the start is read, by the width of token ranges: 0 to 1. */
  partDone(): number {
    return this.width === 0n ? 1 : 1 - Number(this.widthLeft()) / Number(this.width);
  }

  /** Rows of a range that fails half-way must not count: each attempt folds into a sketch of its own. */
  visit(range: TokenRange): RangeVisitor {
    const attempt = this.spare.pop() ?? new Sketch(this.sketch.shape);
    const { hasher } = this;
    const over = (): void => {
      this.rowsInAttempts -= attempt.rows;
      attempt.clear();
      this.spare.push(attempt);
    };
    return {
      page: (page) => {
        const before = attempt.rows;
        for (let row = 0, at = page.start; row < page.rowCount; row++) {
          at = hasher.take(page.body, at);
          if (hasher.isRow) attempt.add(hasher.hash, hasher.key);
        }
        this.rowsInAttempts += attempt.rows - before;
        this.onRows(this.sketch.rows + this.rowsInAttempts);
      },
      complete: () => {
        this.sketch.merge(attempt);
        this.ring.addRows(range.end, attempt.rows);
        this.leave(range);
        over();
      },
      discard: over,
    };
  }

  addUnread(range: UnreadRange): void {
    this.unread.push(range);
    this.ring.addUnread(BigInt(range.to));
    this.leave({ start: BigInt(range.after), end: BigInt(range.to) });
  }

  state(): SourceState {
    return {
      shape: this.sketch.shape,
      sketch: this.sketch,
      remaining: [...this.remaining.values()],
      unread: this.unread,
      ring: this.ring.report(),
    };
  }

  /** The range, or that part of one that was split, is done. */
  private leave({ start, end }: TokenRange): void {
    const isWithin = (range: TokenRange) => range.start <= start && end <= range.end;
    const whole = this.remaining.get(start) ?? [...this.remaining.values()].find(isWithin);
    if (whole === undefined) return;
    this.remaining.delete(whole.start);
    if (whole.start < start) this.remaining.set(whole.start, { start: whole.start, end: start });
    if (end < whole.end) this.remaining.set(end, { start: end, end: whole.end });
  }

  private widthLeft(): bigint {
    let width = 0n;
    for (const { start, end } of this.remaining.values()) width += end - start;
    return width;
  }
}
