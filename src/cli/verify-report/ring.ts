import { type RingPiece, type Scope, type TableReport, type Verdict } from '../../verify/report.js';

/** What is drawn of a piece; one with differences can have unread ranges as well. */
export type PieceState = 'equal' | 'read' | 'different' | 'unread' | 'different-unread' | 'empty';

export interface DrawnPiece {
  piece: RingPiece;
  state: PieceState;
  /** Degrees clockwise from the top. */
  start: number;
  end: number;
}

const tokens = 2n ** 64n;
const leastToken = -(2n ** 63n);
/** Degrees that a piece has at least, so that it can be seen. */
const leastDegrees = 1.2;

/** Where the pieces lie on a circle: the whole ring, or the tokens that were compared where they were chosen. */
export function drawnPieces({ ring, verdict }: TableReport, scope: Scope | null): DrawnPiece[] {
  const origin = scope?.kind === 'tokens' ? BigInt(scope.after) : leastToken;
  const width = scope?.kind === 'tokens' ? distance(origin, BigInt(scope.to)) : tokens;
  const degrees = (token: bigint) => (Number(token) / Number(width)) * 360;
  return ring.map((piece) => {
    const start = degrees(distance(origin, BigInt(piece.after)) % tokens);
    const size = degrees(distance(BigInt(piece.after), BigInt(piece.to)));
    return { piece, state: stateOf(piece, verdict), start, end: start + Math.max(leastDegrees, size) };
  });
}

/** Degrees of the circle that no piece covers. */
export function uncoveredDegrees(pieces: DrawnPiece[]): number {
  return 360 - pieces.reduce((sum, { start, end }) => sum + end - start, 0);
}

function stateOf({ rows, differences, unreadRanges }: RingPiece, verdict: Verdict): PieceState {
  if (differences > 0) return unreadRanges > 0 ? 'different-unread' : 'different';
  if (unreadRanges > 0) return 'unread';
  if (rows === 0) return 'empty';
  return verdict === 'read' ? 'read' : 'equal';
}

/** Tokens between two on the ring; all of them where they are the same. */
function distance(after: bigint, to: bigint): bigint {
  const between = (to - after + tokens) % tokens;
  return between === 0n ? tokens : between;
}

interface Sector {
  /** Degrees clockwise from the top. */
  start: number;
  end: number;
  /** Distances from the centre. */
  inner: number;
  outer: number;
}

/** The SVG path of a piece of a ring around the origin. */
export function sectorPath({ start, end, inner, outer }: Sector): string {
  // An arc that ends where it starts is not drawn.
  const last = Math.min(end, start + 359.99);
  const large = last - start > 180 ? 1 : 0;
  return [
    `M${point(outer, start)}`,
    `A${outer} ${outer} 0 ${large} 1 ${point(outer, last)}`,
    `L${point(inner, last)}`,
    `A${inner} ${inner} 0 ${large} 0 ${point(inner, start)}`,
    'Z',
  ].join('');
}

function point(radius: number, degrees: number): string {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
}
