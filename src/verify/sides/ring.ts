import { type TokenRange } from '../../tables/token-ranges.js';
import { type RingPiece } from '../report.js';

const mostPieces = 64;

interface Piece extends TokenRange {
  rows: number;
  differences: number;
  unreadRanges: number;
}

/** What was read and found where on the token ring, in few pieces. */
export class Ring {
  private constructor(private readonly pieces: Piece[]) {}

  /** @param ranges ordered by token; they need not cover the whole ring */
  static over(ranges: TokenRange[]): Ring {
    const count = Math.min(mostPieces, ranges.length);
    const at = (index: number) => Math.floor((index * ranges.length) / count);
    return new Ring(
      Array.from({ length: count }, (_, index) => ({
        start: ranges[at(index)]!.start,
        end: ranges[at(index + 1) - 1]!.end,
        rows: 0,
        differences: 0,
        unreadRanges: 0,
      })),
    );
  }

  static from(pieces: RingPiece[]): Ring {
    return new Ring(pieces.map(({ after, to, ...counts }) => ({ start: BigInt(after), end: BigInt(to), ...counts })));
  }

  /** The pieces of several parts of the ring as few ones, in the order of their tokens. */
  static joined(parts: RingPiece[]): Ring {
    const pieces = Ring.from(parts).pieces.toSorted((a, b) => (a.start < b.start ? -1 : 1));
    const ring = Ring.over(pieces);
    for (const { end, rows, differences, unreadRanges } of pieces) {
      const piece = ring.pieceOf(end);
      if (piece === undefined) continue;
      piece.rows += rows;
      piece.differences += differences;
      piece.unreadRanges += unreadRanges;
    }
    return ring;
  }

  addRows(token: bigint, rows: number): void {
    const piece = this.pieceOf(token);
    if (piece !== undefined) piece.rows += rows;
  }

  addDifference(token: bigint): void {
    const piece = this.pieceOf(token);
    if (piece !== undefined) piece.differences++;
  }

  addUnread(token: bigint): void {
    const piece = this.pieceOf(token);
    if (piece !== undefined) piece.unreadRanges++;
  }

  report(): RingPiece[] {
    return this.pieces.map(({ start, end, ...counts }) => ({ after: String(start), to: String(end), ...counts }));
  }

  private pieceOf(token: bigint): Piece | undefined {
    return this.pieces.find(({ start, end }) => token > start && token <= end);
  }
}
