import { readSegment } from '../../../src/commit-log/segment.js';
import { epochUs, mutation, orders, schema, segment, spareBytes, users } from '../../support/commit-log-segment.js';

function read(bytes: Buffer, { after = 0, syncedBytes = bytes.length - spareBytes } = {}) {
  const wanted = { tables: [users, orders], keyspaceTables: [users, orders, Buffer.alloc(16, 9)], after, syncedBytes };
  return [...readSegment(bytes, wanted)];
}

test('mutations of all sections are read with the ends and the write times that the connector tells', () => {
  const bytes = segment([
    [mutation({ table: users })],
    [mutation({ table: orders, writtenUs: epochUs + 5n }), mutation({ table: users })],
  ]);
  const found = read(bytes);
  expect(found.map(({ table, writtenUs }) => [table, writtenUs - epochUs])).toEqual([
    [0, 300n],
    [1, 5n],
    [0, 300n],
  ]);
  expect(found.at(-1)!.end).toBe(bytes.length - spareBytes);
  expect(read(bytes, { after: found[0]!.end })).toEqual(found.slice(1));
  expect(read(bytes, { after: found.at(-1)!.end })).toEqual([]);
});

test('a mutation tells its partition, and whether it has static columns', () => {
  const [plain, withStatics] = read(segment([[mutation({ table: users }), mutation({ table: users, flags: 16 | 8 })]]));
  expect(plain).toMatchObject({ partitionKey: Buffer.from([7, 7, 7]), hasStatics: false });
  expect(withStatics).toMatchObject({ partitionKey: Buffer.from([7, 7, 7]), hasStatics: true });
});

test('what the node has not synced is not read', () => {
  const bytes = segment([[mutation({ table: users })], [mutation({ table: users })]]);
  const [first] = read(bytes);
  expect(read(bytes, { syncedBytes: first!.end })).toEqual([first]);
});

test('a batch is a mutation of each of its tables', () => {
  const bytes = segment([[mutation({ table: Buffer.alloc(16, 9) }, { table: orders }, { table: users })]]);
  expect(read(bytes).map(({ table }) => table)).toEqual([0, 1]);
});

test.each([
  ['of the schema, which name the tables, too', mutation({ table: schema }, { table: users })],
  ['without any row', mutation({ table: users, flags: 1 })],
])('mutations %s do not count', (_, bytes) => {
  expect(read(segment([[bytes]]))).toEqual([]);
});

test.each([
  [{ version: 8 }, 'the commit log has version 8, and 7 is what cdcctl reads'],
  [{ parameters: '{"compressionClass":"LZ4Compressor"}' }, 'the commit log is compressed or encrypted'],
])('a segment with %j is refused', (header, message) => {
  expect(() => read(segment([], header))).toThrow(message);
});

test('an id that stands in a value of another table is no change', () => {
  const value = Buffer.concat([orders, Buffer.from([3, 1, 1, 1, 16])]);
  const bytes = segment([[Buffer.concat([mutation({ table: users }), value])]]);
  expect(read(bytes).map(({ table }) => table)).toEqual([0]);
});

test.each([0n, -1n, 2n ** 63n - 1n, -(2n ** 63n) + 1n, 9_223_372_036_854_775n])(
  'a write time that a client has chosen is told as it is: %s',
  (writtenUs) => {
    expect(read(segment([[mutation({ table: users, writtenUs })]]))).toMatchObject([{ writtenUs }]);
  },
);
