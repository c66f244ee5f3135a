import { readSegment } from '../../../src/commit-log/segment.js';

const [users, orders, schema] = [0x11, 0x22, 0x33].map((byte) => Buffer.alloc(16, byte)) as [Buffer, Buffer, Buffer];
const epochUs = 1_442_880_000_000_000n;

interface Update {
  table: Buffer;
  flags?: number;
  writtenUs?: bigint;
}

/** A mutation of one table or more, each with a key of three bytes. */
function mutation(...updates: Update[]): Buffer {
  return Buffer.concat([
    Buffer.from([updates.length]),
    ...updates.flatMap(({ table, flags = 16, writtenUs = epochUs + 300n }) => {
      const since = Number(writtenUs - epochUs);
      // Two bytes: one leading one, then 14 bits.
      return [table, Buffer.from([3, 7, 7, 7, flags, 0x80 | (since >> 8), since & 0xff, 0, 0])];
    }),
  ]);
}

function entry(bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(bytes.length);
  return Buffer.concat([head, bytes, Buffer.alloc(4)]);
}

/** A segment with one section for each list of mutations, in a file that was larger from the start. */
function segment(sections: Buffer[][], { version = 7, parameters = '{}' } = {}): Buffer {
  const head = Buffer.alloc(14);
  head.writeInt32BE(version);
  head.writeUInt16BE(parameters.length, 12);
  let bytes = Buffer.concat([head, Buffer.from(parameters), Buffer.alloc(4)]);
  for (const mutations of sections) {
    const content = Buffer.concat(mutations.map(entry));
    const marker = Buffer.alloc(8);
    marker.writeInt32BE(bytes.length + marker.length + content.length);
    bytes = Buffer.concat([bytes, marker, content]);
  }
  return Buffer.concat([bytes, Buffer.alloc(100)]);
}

function read(bytes: Buffer, { after = 0, syncedBytes = bytes.length - 100 } = {}) {
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
  expect(found.at(-1)!.end).toBe(bytes.length - 100);
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
