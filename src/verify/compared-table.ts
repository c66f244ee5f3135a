import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Cells } from '../tables/canonical/record.js';
import { isExactKey } from '../tables/hazards.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';

/** Name in Cassandra, name in PostgreSQL, and how values are put into canonical form. */
export type ComparedColumn = Pick<ReplicatedColumn, 'name' | 'target' | 'mapping' | 'codec'>;

/** A table of Cassandra, the view of PostgreSQL that must hold the same rows, and how to compare their columns. */
export interface ComparedTable {
  keyspace: string;
  name: string;
  /** Schema and name of the view, unquoted. */
  view: { schema: string; name: string };
  /** Schema of the dead letters, unquoted. */
  bookkeeping: string;
  partitionKey: string[];
  keys: ReplicatedColumn[];
  /** The compared ones outside of the primary key. */
  cells: ReplicatedColumn[];
  /** The table as it is replicated, with the compared cells alone. */
  replicated: ReplicatedTable;
}

/**
 * @param columns names in Cassandra of the cells to compare; all when absent
 * @throws OperatorError (invalid) for names that are not replicated
 */
export function comparedTable(pipeline: Pipeline, table: ReplicatedTable, columns?: string[]): ComparedTable {
  const { source, settings, keys } = table;
  const unknown = columns?.filter((name) => ![...keys, ...table.cells].some((column) => column.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new OperatorError({
      kind: 'invalid',
      resource: `${source.keyspace}.${source.name}`,
      message: `no replicated column ${unknown.join(', ')}`,
      hint: `there are: ${[...keys, ...table.cells].map(({ name }) => name).join(', ')}`,
    });
  }
  const cells = columns === undefined ? table.cells : table.cells.filter(({ name }) => columns.includes(name));
  return {
    keyspace: source.keyspace,
    name: source.name,
    view: { schema: pipeline.postgresql.schema, name: objectsOf(settings).view },
    bookkeeping: bookkeepingSchema(pipeline),
    partitionKey: source.partitionKey.map(({ name }) => name),
    keys,
    cells,
    replicated: { ...table, cells },
  };
}

/** Keys, then cells: the order in which both sides put the columns of a row. */
export function columnsOf(table: ComparedTable): ComparedColumn[] {
  return [...table.keys, ...table.cells];
}

export function quotedView({ view }: ComparedTable): string {
  return `${quoteSql(view.schema)}.${quoteSql(view.name)}`;
}

/** A primary key as Cassandra serialises it, from its canonical form; undefined where Cassandra cannot hold it. */
export function rawKey(table: ComparedTable, key: Cells): Buffer[] | undefined {
  const raw = key.map((cell, index) => (cell === null ? undefined : table.keys[index]!.codec.toCassandra(cell)));
  return raw.every((cell) => cell !== undefined) ? raw : undefined;
}

/** Texts that PostgreSQL reads the values of a key from; undefined where it cannot hold one of them. */
export function keyLiterals({ keys }: ComparedTable, key: Cells): string[] | undefined {
  const literals = keys.map(({ codec }, i) => (key[i] ? codec.literal(key[i]) : undefined));
  return literals.every((literal) => literal !== undefined) ? literals : undefined;
}

/** Whether rows can be looked up in Cassandra by what PostgreSQL keeps of their keys. */
export function hasExactKeys({ keys }: ComparedTable): boolean {
  return keys.every(isExactKey);
}
