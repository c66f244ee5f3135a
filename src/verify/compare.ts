import { holdsToken, type TokenRange } from '../tables/token-ranges.js';
import { type BothSides, tokenOf } from './both-sides.js';
import { type Throttle } from './cassandra/scan.js';
import { hasExactKeys, rawKey } from './compared-table.js';
import { type Findings } from './differences/findings.js';
import { keyId } from '../rows/known-rows.js';
import { type Suspect } from './differences/suspect.js';
import { searchSuspects } from './search/find-suspects.js';
import { type LoneRow, peel } from './sketch/peel.js';
import { Sketch } from './sketch/sketch.js';
import { type SourceSketch } from './sides/source-sketch.js';

export interface CompareOptions {
  sides: BothSides;
  source: SourceSketch;
  target: Sketch;
  /** What was to be read of Cassandra. */
  ranges: TokenRange[];
  throttle?: Throttle | undefined;
  findings: Findings;
  onRows: (rows: number) => void;
}

/** Finds the rows by which both sides differ, and settles them. */
export async function compareSketches(options: CompareOptions): Promise<void> {
  const { sides, source, target, findings } = options;
  const difference = new Sketch(target.shape);
  difference.merge(source.sketch);
  difference.merge(target, -1);
  const cells = [...Array(target.shape.cellsPerPart).keys()].filter((cell) => !difference.isClean(cell));
  // A row stands in one cell of each part: where the first part is clean, so are the others.
  if (cells.length === 0) return;
  // What PostgreSQL does not keep of a key is not in the sketch either, so that it leads to no row.
  const rows = hasExactKeys(sides.table) ? peel(difference) : undefined;
  if (rows === undefined) await search(options, cells);
  else await findings.add(suspectsOf(rows, options));
  await findings.settle();
}

/** A changed row is two rows of which each side has one. */
function suspectsOf(rows: LoneRow[], options: CompareOptions): Suspect[] {
  const byKey = new Map<string, Suspect>();
  const shown = new Set(rows.filter(({ side }) => side === 'cassandra').map(({ key }) => keyId(key)));
  for (const { side, key } of rows) {
    const id = keyId(key);
    const raw = rawKey(options.sides.table, key);
    const isExtra = side === 'postgresql' && !shown.has(id);
    if (!byKey.has(id) && (!isExtra || isRead(options, raw))) byKey.set(id, { key, raw });
  }
  return [...byKey.values()];
}

/** Whether Cassandra would have shown a row: it lies in what was to be read, and could be. */
function isRead({ sides, source, ranges }: CompareOptions, raw: Buffer[] | undefined): boolean {
  if (raw === undefined) return true;
  const token = tokenOf(sides, raw);
  return (
    holdsToken(ranges, token) && !source.unread.some(({ after, to }) => token > BigInt(after) && token <= BigInt(to))
  );
}

async function search(options: CompareOptions, cells: number[]): Promise<void> {
  const { sides, source, target, ranges, throttle, findings, onRows } = options;
  const alreadyUnread = new Set(source.unread.map(({ after, to }) => `${after}:${to}`));
  await searchSuspects({
    sides,
    ranges,
    throttle,
    cells,
    cellsPerPart: target.shape.cellsPerPart,
    rows: cells.reduce((sum, cell) => sum + target.countOf(cell), 0),
    isInScope: (raw) => isRead(options, raw),
    found: (suspects) => findings.add(suspects),
    onUnread: (range) => {
      if (!alreadyUnread.has(`${range.after}:${range.to}`)) source.addUnread(range);
    },
    onRows,
  });
}
