import { type types } from 'cassandra-driver';
import { quoteCql } from '../../clients/cassandra.js';
import { type Cells } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedColumn, type ComparedTable } from '../compared-table.js';
import { collectionBytes } from './collection-bytes.js';

/** Reads a row as cells in the form in which Cassandra serialises them. */
export interface RawRowReader {
  /** What to select: with the conversion functions to blob the driver has nothing to decode. */
  selection: string;
  /** The cells, or undefined for a partition that has static columns but no row. */
  read: (row: types.Row) => Cells | undefined;
}

export function rawRowReader(table: ComparedTable): RawRowReader {
  const columns = columnsOf(table);
  const cells = columns.map((column, index) => cellReader(column, `c${index}`));
  return {
    selection: columns.map((column, index) => `${expression(column)} AS c${index}`).join(', '),
    read: (row) => {
      const raw = cells.map((read) => read(row));
      return raw.slice(0, table.keys.length).includes(null) ? undefined : raw;
    },
  };
}

/** Raw cells → canonical ones. */
export function canonicalCells(columns: ComparedColumn[], raw: Cells): Cells {
  const cells: Cells = new Array<Buffer | null>(columns.length);
  for (let index = 0; index < columns.length; index++) {
    const cell = raw[index] ?? null;
    cells[index] = cell === null ? null : columns[index]!.codec.fromCassandra(cell);
  }
  return cells;
}

/** Cassandra has `uuidAsBlob` and the like for every native type, but not for collections. */
function expression({ name, type }: ComparedColumn): string {
  return type.kind === 'scalar' && type.name !== 'blob' ? `${type.name}AsBlob(${quoteCql(name)})` : quoteCql(name);
}

function cellReader({ type }: ComparedColumn, alias: string): (row: types.Row) => Buffer | null {
  if (type.kind !== 'list' && type.kind !== 'set') return (row) => (row[alias] as Buffer | null | undefined) ?? null;
  if (type.element.kind !== 'scalar') throw new Error('collections of collections are not compared');
  const element = type.element.name;
  return (row) => {
    const value = row[alias] as unknown[] | null | undefined;
    return value === null || value === undefined ? null : collectionBytes(value, element);
  };
}
