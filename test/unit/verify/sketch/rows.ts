import { type Cells } from '../../../../src/tables/canonical/record.js';
import { RowHasher } from '../../../../src/verify/sketch/row-hash.js';
import { type SketchShape } from '../../../../src/verify/sketch/shape.js';
import { keyWords, Sketch } from '../../../../src/verify/sketch/sketch.js';
import { comparedOf, recordOf } from '../compared.js';

const table = comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: { value: 'text' } });
const hasher = new RowHasher(table);

/** A row: primary key → value. */
export type Row = [id: string, value: string];

const cellsOf = ([id, value]: Row): Cells => [Buffer.from(id), Buffer.from(value)];

export function addRow(sketch: Sketch, row: Row, sign = 1): void {
  sketch.add(hasher.hash(cellsOf(row)), keyWords(recordOf([Buffer.from(row[0])]), sketch.shape), sign);
}

export function sketchOf(shape: SketchShape, rows: Row[]): Sketch {
  const sketch = new Sketch(shape);
  for (const row of rows) addRow(sketch, row);
  return sketch;
}

/** The rows that only `source` has, less those that only `target` has. */
export function difference(shape: SketchShape, source: Row[], target: Row[]): Sketch {
  const sketch = sketchOf(shape, source);
  sketch.merge(sketchOf(shape, target), -1);
  return sketch;
}

export function isClean(sketch: Sketch): boolean {
  return [...Array(sketch.cellCount).keys()].every((cell) => sketch.isClean(cell));
}
