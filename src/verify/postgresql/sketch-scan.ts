import { type Client } from 'pg';
import { type ComparedTable } from '../compared-table.js';
import { parts, type SketchShape } from '../sketch/shape.js';
import { keyWords, Sketch } from '../sketch/sketch.js';
import { hashAt } from './binary.js';
import { sketchSql } from './row-sql.js';
import { streamRows } from './stream.js';

/** bit_send puts the number of bits first. */
const bitsBytes = 4;

/** Has PostgreSQL fold the view into a sketch; only its cells cross the network. */
export async function sketchView(
  client: Client,
  { table, shape, signal }: { table: ComparedTable; shape: SketchShape; signal: AbortSignal },
): Promise<Sketch> {
  const sketch = new Sketch(shape);
  const query = { query: sketchSql(table, shape), columns: ['cell', 'rows', 'first', 'second', 'key'], signal };
  let rows = 0;
  await streamRows(client, query, ([cell, count, first, second, key]) => {
    const rowsInCell = Number(count!.readBigInt64BE());
    const hash = { first: hashAt(first!), second: hashAt(second!) };
    sketch.addTo(cell!.readInt32BE(), hash, keyWords(key!.subarray(bitsBytes), shape), rowsInCell);
    rows += rowsInCell;
  });
  sketch.rows = rows / parts;
  return sketch;
}

/** How many rows the planner takes the view for: it has not to be exact, only cheap. */
export async function estimateRows(client: Client, view: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM ${view}`,
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}
