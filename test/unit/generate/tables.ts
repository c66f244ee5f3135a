import { parseCqlType, scalarTypes, type UserTypes } from '../../../src/tables/cql-type.js';
import { type CassandraTable, type Column } from '../../../src/tables/table.js';

export interface TableSketch {
  name?: string;
  partition?: Record<string, string>;
  clustering?: Record<string, string>;
  statics?: Record<string, string>;
  regulars?: Record<string, string>;
}

/** A table model from names and CQL types. */
export function sketchTable(sketch: TableSketch): CassandraTable {
  const columns = (types: Record<string, string> = {}, kind: Column['kind']): Column[] =>
    Object.entries(types).map(([name, type]) => ({ name, type: parseCqlType(type, addressType), kind }));
  return {
    keyspace: 'shop',
    name: sketch.name ?? 'orders',
    partitionKey: columns(sketch.partition ?? { id: 'uuid' }, 'partition_key'),
    clusteringKey: columns(sketch.clustering, 'clustering').map((column) => ({ ...column, order: 'asc' })),
    statics: columns(sketch.statics, 'static'),
    regulars: columns(sketch.regulars, 'regular'),
    cdc: true,
    gcGraceSeconds: 864000,
    defaultTtlSeconds: 0,
  };
}

export const addressType: UserTypes = new Map([
  [
    'address',
    [
      { name: 'street', type: 'text' },
      { name: 'tags', type: 'frozen<set<text>>' },
      { name: 'position', type: 'frozen<tuple<double, double>>' },
    ],
  ],
]);

/** Every scalar type, and collections of every shape. */
export const everyType: Record<string, string> = {
  ...Object.fromEntries(scalarTypes.filter((type) => type !== 'counter').map((type) => [`a_${type}`, type])),
  a_list: 'list<text>',
  a_set: 'set<uuid>',
  a_map: 'map<text, int>',
  a_frozen_list: 'frozen<list<decimal>>',
  a_frozen_set: 'frozen<set<varint>>',
  a_frozen_map: 'frozen<map<blob, boolean>>',
  a_tuple: 'frozen<tuple<int, text, timestamp>>',
  a_nested: 'frozen<map<int, frozen<list<frozen<set<inet>>>>>>',
  a_deep_tuple: 'frozen<list<frozen<tuple<bigint, frozen<map<date, time>>>>>>',
  a_udt: 'address',
  a_frozen_udt: 'frozen<address>',
  a_list_of_udts: 'list<frozen<address>>',
};
