import { expect, test } from '@jest/globals';
import { createRandom } from '../../../src/generate/random.js';
import { createDraw } from '../../../src/generate/values.js';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';
import { decimalFromBytes } from '../../../src/tables/canonical/decimal.js';
import { numericOf, writeNumeric } from '../../../src/tables/canonical/numeric-bytes.js';
import { type CqlType, parseCqlType, scalarTypes } from '../../../src/tables/cql-type.js';
import { serialise } from '../../../src/tables/serialise.js';
import { type ComparedColumn, type ComparedTable } from '../../../src/verify/compared-table.js';
import { RowHasher, WireHasher } from '../../../src/verify/sketch/row-hash.js';
import { keyWords } from '../../../src/verify/sketch/sketch.js';
import { RecordWriter } from '../../../src/tables/canonical/record.js';

const elements = scalarTypes.filter((name) => name !== 'counter');
const types = [
  ...elements,
  ...elements.map((name) => `list<${name}>`),
  ...elements.filter((name) => name !== 'duration').map((name) => `frozen<set<${name}>>`),
  'map<text, int>',
  'frozen<tuple<int, text, frozen<list<decimal>>>>',
];

function column(name: string, type: CqlType): ComparedColumn & { type: CqlType } {
  return { name, target: name, type, codec: codecOf(type)! } as ComparedColumn & { type: CqlType };
}

const key = [column('a', parseCqlType('text', new Map())), column('b', parseCqlType('int', new Map()))];

function tableOf(cells: ComparedColumn[]): ComparedTable {
  return { keys: key, cells } as unknown as ComparedTable;
}

function wire(cells: (Buffer | null)[]): Buffer {
  return Buffer.concat(
    cells.flatMap((cell) => {
      const length = Buffer.alloc(4);
      length.writeInt32BE(cell?.length ?? -1);
      return cell === null ? [length] : [length, cell];
    }),
  );
}

test.each(types)('%s: hashed from the wire as from canonical cells', (cql) => {
  const type = parseCqlType(cql, new Map());
  const columns = [column('v', type)];
  const table = tableOf(columns);
  const draw = createDraw({ name: 'v', type, edgeCases: 0.4 });
  const random = createRandom({ seed: 11, stream: 1 });
  const hasher = new WireHasher(table, 64);
  const reference = new RowHasher(table);
  const raws = Array.from({ length: 300 }, (): Buffer | null => serialise(type, draw(random)));
  for (const raw of [...raws, null, Buffer.alloc(0)]) {
    const keys = [Buffer.from('k'.repeat(random.number.int({ max: 30 }))), Buffer.from([0, 0, 1, 2])];
    // Cells stand anywhere in a page, behind what was read before.
    const before = random.number.int({ max: 7 });
    const row = wire([...keys, raw]);
    const next = hasher.take(Buffer.concat([Buffer.alloc(before), row, Buffer.of(9)]), before);
    const canonical = [...keys, raw === null ? null : columns[0]!.codec.fromCassandra(raw)];
    expect({ next: next - before, isRow: hasher.isRow, ...hasher.hash }).toEqual({
      next: row.length,
      isRow: true,
      ...reference.hash(canonical),
    });
    const writer = new RecordWriter(key.map(({ codec }) => codec.oid));
    const record = writer.bytes.subarray(0, writer.write(keys));
    expect(hasher.key).toEqual(keyWords(record, { cellsPerPart: 1024, keyBytes: 64 }));
  }
});

test('a partition with static columns alone is no row', () => {
  const hasher = new WireHasher(tableOf([]), 32);
  hasher.take(wire([Buffer.from('k'), null]), 0);
  expect(hasher.isRow).toBe(false);
});

test('small numbers are written as numericOf writes them', () => {
  const target = Buffer.alloc(64);
  const unscaled = [
    0, 1, -1, 9, 10, 100, 9999, 10_000, 10_001, -123_450, 99_999_999, 8_999_999_999_999, -1_000_000_000,
  ];
  let fast = 0;
  for (const value of unscaled) {
    for (let scale = -3; scale <= 30; scale++) {
      const bytes = Buffer.alloc(6);
      bytes.writeIntBE(value, 0, 6);
      const end = writeNumeric(value, scale, target, 3);
      if (end === undefined) continue;
      fast++;
      expect({ value, scale, bytes: target.subarray(3, end) }).toEqual({
        value,
        scale,
        bytes: numericOf(decimalFromBytes(bytes, scale)),
      });
    }
  }
  expect(fast).toBeGreaterThan(unscaled.length * 25);
});
