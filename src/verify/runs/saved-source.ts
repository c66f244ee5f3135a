import { type TokenRange } from '../../tables/token-ranges.js';
import { type RingPiece, type UnreadRange } from '../report.js';
import { type SourceState } from '../sides/source-sketch.js';
import { type SketchShape } from '../sketch/shape.js';
import { Sketch } from '../sketch/sketch.js';

/** A `SourceState` as JSON can hold it. */
export interface SavedSource {
  shape: SketchShape;
  rows: number;
  /** The sketch's arrays as they lie in the memory of a little-endian machine, in base64. */
  counts: string;
  hashes: string;
  keys: string;
  /** Start and end of each range. */
  remaining: [string, string][];
  unread: UnreadRange[];
  ring: RingPiece[];
}

export function savedSource({ shape, sketch, remaining, unread, ring }: SourceState): SavedSource {
  return {
    shape,
    rows: sketch.rows,
    counts: base64Of(sketch.counts),
    hashes: base64Of(sketch.hashes),
    keys: base64Of(sketch.keys),
    remaining: remaining.map(({ start, end }) => [String(start), String(end)]),
    unread,
    ring,
  };
}

export function sourceOf(saved: SavedSource): SourceState {
  const sketch = new Sketch(saved.shape);
  sketch.rows = saved.rows;
  for (const array of ['counts', 'hashes', 'keys'] as const) {
    const { buffer } = sketch[array];
    new Uint8Array(buffer).set(Buffer.from(saved[array], 'base64'));
  }
  const remaining = saved.remaining.map(([start, end]): TokenRange => ({ start: BigInt(start), end: BigInt(end) }));
  return { shape: saved.shape, sketch, remaining, unread: saved.unread, ring: saved.ring };
}

function base64Of({ buffer }: Int32Array | Uint8Array): string {
  return Buffer.from(buffer).toString('base64');
}
