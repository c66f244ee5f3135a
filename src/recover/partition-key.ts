import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

/**
 * The canonical values of a partition key, from the bytes of the commit log: the value itself, or with several columns
 * each one's length, value, and a zero (org.apache.cassandra.db.marshal.CompositeType).
 */
export function partitionKeyCells({ keys, source }: ReplicatedTable, bytes: Buffer): Cells {
  const columns = keys.slice(0, source.partitionKey.length);
  const raw = columns.length === 1 ? [bytes] : components(bytes, columns.length);
  return columns.map(({ codec }, i) => codec.fromCassandra(raw[i]!));
}

function components(bytes: Buffer, count: number): Buffer[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    const from = at + 2;
    const to = from + bytes.readUInt16BE(at);
    at = to + 1;
    return bytes.subarray(from, to);
  });
}
