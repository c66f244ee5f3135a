import { type Pipeline } from '../pipeline/pipeline.js';
import { type CanonicalCodec } from '../tables/canonical/codec.js';
import { type CqlType } from '../tables/cql-type.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { type TypeMapping } from '../tables/type-mapping.js';

export interface ComparedColumn {
  /** Name in Cassandra. */
  name: string;
  /** Name in PostgreSQL. */
  target: string;
  type: CqlType;
  mapping: TypeMapping;
  codec: CanonicalCodec;
}

/** A table of Cassandra, the view of PostgreSQL that must hold the same rows, and how to compare their columns. */
export interface ComparedTable {
  keyspace: string;
  name: string;
  /** Schema and name of the view, unquoted. */
  view: { schema: string; name: string };
  /** Schema of the dead letters, unquoted. */
  bookkeeping: string;
  partitionKey: string[];
  keys: ComparedColumn[];
  cells: ComparedColumn[];
}

export function comparedTable(pipeline: Pipeline, { source, settings, keys, cells }: ReplicatedTable): ComparedTable {
  return {
    keyspace: source.keyspace,
    name: source.name,
    view: { schema: pipeline.postgresql.schema, name: objectsOf(settings).view },
    bookkeeping: bookkeepingSchema(pipeline),
    partitionKey: source.partitionKey.map(({ name }) => name),
    keys: keys.map(comparedColumn),
    cells: cells.map(comparedColumn),
  };
}

/** Keys, then cells: the order in which both sides put the columns of a row. */
export function columnsOf(table: ComparedTable): ComparedColumn[] {
  return [...table.keys, ...table.cells];
}

export function quotedView({ view }: ComparedTable): string {
  return `${quoteSql(view.schema)}.${quoteSql(view.name)}`;
}

function comparedColumn({ name, target, column, mapping, codec }: ReplicatedColumn): ComparedColumn {
  return { name, target, type: column.type, mapping, codec };
}
