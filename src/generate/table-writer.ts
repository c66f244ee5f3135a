import { type Faker } from '@faker-js/faker';
import cassandra from 'cassandra-driver';
import { serialise } from '../tables/serialise.js';
import { type CassandraTable, type Column } from '../tables/table.js';
import { createKeyPool, type Key } from './keys.js';
import { type Operation } from './mix.js';
import { tableStatements } from './table-statements.js';
import { createDraw } from './values.js';

const { unset } = cassandra.types;

export interface Statement {
  table: CassandraTable;
  operation: Operation;
  cql: string;
  /** Serialised values, null, or the driver's `unset`. */
  parameters: unknown[];
  /** Statements with equal hashes must be executed one after another. */
  hash: number;
}

export interface TableWriterOptions {
  table: CassandraTable;
  seed: number;
  keys: number;
  edgeCases: number;
}

/** How often what happens, 0 … 1. */
const shares = { fullInserts: 0.6, partialInsertCells: 0.5, nulls: 0.1, staticsInUpdates: 0.3 };

/** Regular columns that an update touches at most. */
const updatedColumns = 3;

/** Makes statements on one table. */
export function createTableWriter(options: TableWriterOptions) {
  const { table, edgeCases } = options;
  const keyAt = createKeyPool({
    seed: options.seed,
    size: options.keys,
    partitionKey: table.partitionKey,
    clusteringKey: table.clusteringKey,
    edgeCases,
  });
  const cql = tableStatements(table);
  const statics = table.statics.map(cellOf);
  const regulars = table.regulars.map(cellOf);
  const cells = [...statics, ...regulars];

  function cellOf({ name, type }: Column) {
    const draw = createDraw({ name, type, edgeCases });
    return { value: (random: Faker) => serialise(type, draw(random)) };
  }

  function insert(random: Faker, key: Key): unknown[] {
    const full = random.datatype.boolean(shares.fullInserts);
    const values = cells.map((cell) => {
      if (full) return cell.value(random);
      return random.datatype.boolean(shares.partialInsertCells) ? nullOr(cell, random) : unset;
    });
    return [...key.partition, ...key.clustering, ...values];
  }

  function update(random: Faker, key: Key): unknown[] {
    const chosen = new Set([
      ...random.helpers.arrayElements(regulars.length === 0 ? statics : regulars, { min: 1, max: updatedColumns }),
      ...statics.filter(() => random.datatype.boolean(shares.staticsInUpdates)),
    ]);
    const values = cells.map((cell) => (chosen.has(cell) ? nullOr(cell, random) : unset));
    return [...values, ...key.partition, ...(regulars.length === 0 ? [] : key.clustering)];
  }

  return (request: { random: Faker; operation: Operation; index: number }): Statement => {
    const { random } = request;
    const key = keyAt(request.index);
    const statement = (operation: Operation, text: string, parameters: unknown[]) => ({
      table,
      operation,
      cql: text,
      parameters,
      hash: key.hash,
    });
    switch (request.operation) {
      case 'updates':
        // a table that is all key has nothing to update
        if (cql.update !== undefined) return statement('updates', cql.update, update(random, key));
        return statement('inserts', cql.insert, insert(random, key));
      case 'inserts':
        return statement('inserts', cql.insert, insert(random, key));
      case 'deletes':
        return statement('deletes', cql.delete, [...key.partition, ...key.clustering]);
      case 'partition-deletes':
        return statement('partition-deletes', cql.deletePartition, key.partition);
    }
  };
}

function nullOr(cell: { value: (random: Faker) => Buffer }, random: Faker): Buffer | null {
  return random.datatype.boolean(shares.nulls) ? null : cell.value(random);
}
