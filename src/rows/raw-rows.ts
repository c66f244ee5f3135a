import { type types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { type Cells } from '../tables/canonical/record.js';
import { serialise } from '../tables/serialise.js';
import { type CanonicalCodec } from '../tables/canonical/codec.js';
import { type CqlType } from '../tables/cql-type.js';

/** A column by its name in Cassandra. */
export interface ReadColumn {
  name: string;
  type: CqlType;
}

/** Reads a row as cells in the form in which Cassandra serialises them. */
export interface RawRowReader {
  /** What to select: with the conversion functions to blob the driver has nothing to decode. */
  selection: string;
  /** The cells, or undefined for a partition that has static columns but no row. */
  read: (row: types.Row) => Cells | undefined;
}

/** `columns` begin with the `keyCount` columns of the primary key. */
export function rawRowReader(columns: ReadColumn[], keyCount: number): RawRowReader {
  const cells = columns.map((column, index) => cellReader(column, `c${index}`));
  return {
    selection: columns.map((column, index) => `${expression(column)} AS c${index}`).join(', '),
    read: (row) => {
      const raw = cells.map((read) => read(row));
      return raw.slice(0, keyCount).includes(null) ? undefined : raw;
    },
  };
}

/** Raw cells → canonical ones. */
export function canonicalCells(columns: { codec: CanonicalCodec }[], raw: Cells): Cells {
  const cells: Cells = new Array<Buffer | null>(columns.length);
  for (let index = 0; index < columns.length; index++) {
    const cell = raw[index] ?? null;
    cells[index] = cell === null ? null : columns[index]!.codec.fromCassandra(cell);
  }
  return cells;
}

/** Cassandra has `uuidAsBlob` and the like for every native type, but not for collections, tuples and the like. */
function expression({ name, type }: ReadColumn): string {
  return type.kind === 'scalar' && type.name !== 'blob' ? `${type.name}AsBlob(${quoteCql(name)})` : quoteCql(name);
}

/** What the driver has decoded is serialised again. */
function cellReader({ type }: ReadColumn, alias: string): (row: types.Row) => Buffer | null {
  if (type.kind === 'scalar') return (row) => (row[alias] as Buffer | null | undefined) ?? null;
  return (row) => {
    const value: unknown = row[alias];
    return value === null || value === undefined ? null : serialise(type, value);
  };
}
