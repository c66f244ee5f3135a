import { OperatorError } from '../errors.js';
import { type CassandraTable, allColumns } from '../tables/table.js';

interface Checked {
  tables: CassandraTable[];
  seed: number;
  keys: number;
  concurrency: number;
  edgeCases: number;
  count?: number;
  durationMs?: number;
  ratePerSecond?: number;
}

/** Timers with more than this fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** @throws OperatorError (invalid) for the first option that is out of bounds, and for counter tables */
export function checkOptions(options: Checked): void {
  const { tables, seed, keys, concurrency, edgeCases } = options;
  if (tables.length === 0) throw invalid('there is no table to write to');
  const counters = tables.filter((table) => allColumns(table).some(isCounter));
  if (counters.length > 0) {
    throw new OperatorError({
      kind: 'invalid',
      message: `counter tables cannot be generated: ${counters.map((one) => `${one.keyspace}.${one.name}`).join(', ')}`,
      hint: 'counters take increments only, and they are never in the change log; name other tables with --table',
    });
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw invalid('the seed must be from 0 to 4294967295');
  if (!Number.isInteger(keys) || keys < 1 || keys > 2 ** 31) throw invalid('the number of keys must be 1 or more');
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1024) {
    throw invalid('the concurrency must be from 1 to 1024');
  }
  if (!(edgeCases >= 0 && edgeCases <= 1)) throw invalid('the share of edge cases must be from 0 to 1');
  checkPositive('count', options.count);
  checkPositive('duration', options.durationMs);
  checkPositive('rate', options.ratePerSecond);
  if ((options.durationMs ?? 0) > longestTimerMs) throw invalid('the duration must be less than 24 days');
}

function isCounter({ type }: { type: CassandraTable['regulars'][number]['type'] }): boolean {
  return type.kind === 'scalar' && type.name === 'counter';
}

function checkPositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw invalid(`the ${name} must be greater than 0`);
}

function invalid(message: string): OperatorError {
  return new OperatorError({ kind: 'invalid', message });
}
