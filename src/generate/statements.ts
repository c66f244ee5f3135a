import { type Faker } from '@faker-js/faker';
import { type CassandraTable } from '../tables/table.js';
import { type Operation, type OperationMix, pickOperation } from './mix.js';
import { createRandom, streams } from './random.js';
import { createTableWriter, type Statement } from './table-writer.js';

export interface StatementOptions {
  tables: CassandraTable[];
  /** 0 … 2^32 - 1. */
  seed: number;
  /** Number of different primary keys for each table. */
  keys: number;
  mix: OperationMix;
  /** Share of values that are at the limits of their type, 0 … 1. */
  edgeCases: number;
}

/** The endless sequence of statements of a seed. The same options yield the same statements in the same order. */
export function* statementSequence(options: StatementOptions): Generator<Statement, never> {
  const random = createRandom({ seed: options.seed, stream: streams.statements });
  const writers = options.tables.map((table) => ({
    write: createTableWriter({ ...options, table }),
    nextIndex: createIndexes(options),
  }));
  for (;;) {
    const { write, nextIndex } = random.helpers.arrayElement(writers);
    const operation = pickOperation(options.mix, random.number.float());
    yield write({ random, operation, index: nextIndex(operation, random) });
  }
}

/**
 * Chooses keys of the pool: inserts take new ones until all are used, everything else takes those that were inserted.
 * Without inserts in the mix, rows of an earlier run are expected under any key.
 */
function createIndexes({ keys, mix }: StatementOptions): (operation: Operation, random: Faker) => number {
  let inserted = 0;
  return (operation, random) => {
    if (operation === 'inserts' && inserted < keys) return inserted++;
    const known = mix.inserts === 0 ? keys : Math.max(inserted, 1);
    return random.number.int(known - 1);
  };
}
