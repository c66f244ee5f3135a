import { type TokenRange } from '../../tables/token-ranges.js';
import { type RingPiece, type UnreadRange } from '../report.js';
import { type SourceState } from '../sides/source-sketch.js';
import { type SketchShape } from '../sketch/shape.js';
import { Sketch } from '../sketch/sketch.js';

/** A `SourceState` as JSON can hold it. */
export interface SavedSource {
  shape: SketchShape;
  rows: number;
  /** The sketch as it lies in the memory of a little-endian machine, in base64. */
  words: string;
  /** Start and end of each range. */
  remaining: [string, string][];
  unread: UnreadRange[];
  ring: RingPiece[];
}

export function savedSource({ shape, sketch, remaining, unread, ring }: SourceState): SavedSource {
  return {
    shape,
    rows: sketch.rows,
    words: Buffer.from(sketch.words.buffer).toString('base64'),
    remaining: remaining.map(({ start, end }) => [String(start), String(end)]),
    unread,
    ring,
  };
}

/** Whether no word of the sketch is missing. */
export function isWhole({ shape, words }: SavedSource): boolean {
  return Buffer.from(words, 'base64').length === new Sketch(shape).words.byteLength;
}

export function sourceOf(saved: SavedSource): SourceState {
  const sketch = new Sketch(saved.shape);
  sketch.rows = saved.rows;
  new Uint8Array(sketch.words.buffer).set(Buffer.from(saved.words, 'base64'));
  const remaining = saved.remaining.map(([start, end]): TokenRange => ({ start: BigInt(start), end: BigInt(end) }));
  return { shape: saved.shape, sketch, remaining, unread: saved.unread, ring: saved.ring };
}

/** The same with the ranges that could not be read among those that are still to be read. */
export function withUnreadRemaining(saved: SavedSource): SavedSource {
  return {
    ...saved,
    remaining: [...saved.remaining, ...saved.unread.map(({ after, to }): [string, string] => [after, to])],
    unread: [],
    ring: saved.ring.map((piece) => ({ ...piece, unreadRanges: 0 })),
  };
}
