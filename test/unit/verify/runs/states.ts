import { type ComparedTable } from '../../../../src/verify/compared-table.js';
import { Ring } from '../../../../src/verify/sides/ring.js';
import { type SourceState } from '../../../../src/verify/sides/source-sketch.js';
import { RowHasher } from '../../../../src/verify/sketch/row-hash.js';
import { shapeFor } from '../../../../src/verify/sketch/shape.js';
import { keyWords, Sketch } from '../../../../src/verify/sketch/sketch.js';
import { comparedOf, recordOf } from '../compared.js';

export const items = comparedOf({ name: 'items', partitionKey: { id: 'text' }, regulars: { value: 'text' } });

/** What was read of a table that has so many rows, and half of whose ranges are still to be read. */
export function stateOf(table: ComparedTable, rows: number): SourceState {
  const shape = shapeFor(table, rows);
  const sketch = new Sketch(shape);
  const hasher = new RowHasher(table);
  for (let id = 0; id < rows; id++) {
    const cells = [Buffer.from(`id ${id}`), Buffer.from(`value ${id}`)];
    sketch.add(hasher.hash(cells), keyWords(recordOf([cells[0]!]), shape));
  }
  const remaining = [
    { start: -(2n ** 63n), end: -7n },
    { start: 0n, end: 2n ** 63n - 1n },
  ];
  const ring = Ring.over(remaining);
  ring.addRows(-8n, rows);
  return { shape, sketch, remaining, unread: [{ after: '-7', to: '0', failure: 'timeout' }], ring: ring.report() };
}
