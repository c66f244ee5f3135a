import { type TokenRange } from '../../tables/token-ranges.js';
import { type BothSides } from '../both-sides.js';
import { scanTable, type Throttle } from '../cassandra/scan.js';
import { quotedView } from '../compared-table.js';
import { estimateRows, sketchView } from '../postgresql/sketch-scan.js';
import { sketchTokens } from '../postgresql/sketch-tokens.js';
import { type Scope } from '../report.js';
import { shapeFor } from '../sketch/shape.js';
import { Sketch } from '../sketch/sketch.js';
import { Ring } from './ring.js';
import { type SourceState, type SourceSketch } from './source-sketch.js';

/** A table's source before anything is read. */
export async function startSource(
  sides: BothSides,
  { ranges, scope }: { ranges: TokenRange[]; scope: Scope | null },
): Promise<SourceState> {
  // Shards have to agree on the shape, whenever they run.
  const rows = scope?.kind === 'shard' ? undefined : await estimateRows(sides.postgresql, quotedView(sides.table));
  const shape = shapeFor(sides.table, rows);
  return { shape, sketch: new Sketch(shape), remaining: ranges, unread: [], ring: Ring.over(ranges).report() };
}

export interface ReadSourceOptions {
  sides: BothSides;
  source: SourceSketch;
  throttle?: Throttle | undefined;
  /** Called after each range. */
  onRange: () => void;
}

/** Reads what remains of Cassandra's side. */
export async function readSource({ sides, source, throttle, onRange }: ReadSourceOptions): Promise<void> {
  await scanTable({
    ...sides,
    client: sides.cassandra,
    ranges: source.state().remaining,
    throttle,
    visit: (range) => {
      const visitor = source.visit(range);
      const complete = (): void => {
        visitor.complete();
        onRange();
      };
      return { ...visitor, complete };
    },
    onUnread: (range) => source.addUnread(range),
  });
  source.endReading();
}

/** Reads PostgreSQL's side whole, or of a token range. */
export async function readTarget(sides: BothSides, state: SourceState, scope: Scope | null): Promise<Sketch> {
  const { table, postgresql, signal } = sides;
  const { shape } = state;
  return scope?.kind === 'tokens'
    ? sketchTokens(sides, { shape, range: { start: BigInt(scope.after), end: BigInt(scope.to) } })
    : sketchView(postgresql, { table, shape, signal });
}

/** Does both at the same time; when one fails for good, the other has nothing to read for, and both are over. */
export async function together<T>(
  sides: BothSides,
  readTheSource: (sides: BothSides) => Promise<void>,
  readTheTarget: (sides: BothSides) => Promise<T>,
): Promise<T> {
  const failure = new AbortController();
  const both = { ...sides, signal: AbortSignal.any([sides.signal, failure.signal]) };
  const reading = [readTheTarget(both), readTheSource(both)] as const;
  try {
    const [target] = await Promise.all(reading);
    return target;
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(reading);
    throw error;
  }
}
