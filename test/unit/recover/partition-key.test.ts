import { expect, test } from '@jest/globals';
import { partitionKeyCells } from '../../../src/recover/partition-key.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { tableOf } from '../../support/table-spec.js';

const settings = {
  name: 't',
  target: 't',
  columns: { exclude: [], rename: {}, type: {} },
  sink: { batchSize: 1, connector: {} },
};

function cellsOf(partitionKey: Record<string, string>, bytes: Buffer): (string | undefined)[] {
  const source = tableOf({ name: 't', partitionKey, clusteringKey: { c: 'int' }, regulars: { v: 'text' } });
  const table = replicateTable({ postgresql: { schema: 'shop' } }, source, settings);
  return partitionKeyCells(table, bytes).map((cell, i) => table.keys[i]!.codec.literal(cell!));
}

test('a key of one column is its value', () => {
  expect(cellsOf({ a: 'text' }, Buffer.from('né'))).toEqual(['né']);
  expect(cellsOf({ a: 'int' }, Buffer.from([0xff, 0xff, 0xff, 0xfe]))).toEqual(['-2']);
  expect(cellsOf({ a: 'text' }, Buffer.alloc(0))).toEqual(['']);
});

test('a key of several columns has the length of each, and a zero behind it', () => {
  const bytes = Buffer.concat([
    Buffer.from([0, 4, 0, 0, 0, 7, 0]),
    Buffer.from([0, 0, 0]),
    Buffer.from([0, 3, 0x61, 0x3a, 0x62, 0]),
  ]);
  expect(cellsOf({ a: 'int', b: 'text', c2: 'text' }, bytes)).toEqual(['7', '', 'a:b']);
});
