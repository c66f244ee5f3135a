import { parseRecord } from '../../tables/canonical/record.js';
import { type TokenRange } from '../../tables/token-ranges.js';
import { type BothSides, tokenOf } from '../both-sides.js';
import { rawKey } from '../compared-table.js';
import { type SketchShape } from '../sketch/shape.js';
import { keyWords, Sketch } from '../sketch/sketch.js';
import { hashAt } from './binary.js';
import { hashedRowsSql } from './row-sql.js';
import { streamRows } from './stream.js';

/** Sketches the rows of the view whose tokens are in a range: PostgreSQL cannot tell, so that every key is sent. */
export async function sketchTokens(
  sides: BothSides,
  { shape, range }: { shape: SketchShape; range: TokenRange },
): Promise<Sketch> {
  const { table, postgresql, signal } = sides;
  const sketch = new Sketch(shape);
  const query = { query: hashedRowsSql(table), columns: ['key', 'first', 'second'], signal };
  await streamRows(postgresql, query, ([key, first, second]) => {
    const raw = rawKey(table, parseRecord(key!));
    if (raw === undefined) return;
    const token = tokenOf(sides, raw);
    if (token <= range.start || token > range.end) return;
    sketch.add({ first: hashAt(first!), second: hashAt(second!) }, keyWords(key!, shape));
  });
  return sketch;
}
