import { type Client } from 'cassandra-driver';
import { type ProgressListener, silent } from '../progress.js';
import { type CassandraTable } from '../tables/table.js';
import { checkOptions } from './check-options.js';
import { executeStatement } from './execute.js';
import { createLanes } from './lanes.js';
import { defaultMix, type OperationMix } from './mix.js';
import { createPacer } from '../pacer.js';
import { type GenerateReport, Tally } from './report.js';
import { statementSequence } from './statements.js';
import { createStopSignal } from './stop-signal.js';

export interface GenerateOptions {
  client: Client;
  tables: CassandraTable[];
  /** 0 … 2^32 - 1. The same seed, options and count write the same statements in the same order. */
  seed: number;
  /** Statements to write; without it and `durationMs`, writes until the signal. */
  count?: number;
  durationMs?: number;
  /** As fast as Cassandra takes them when left out. */
  ratePerSecond?: number;
  /** Statements in flight at most. */
  concurrency?: number;
  /** Number of different primary keys for each table. */
  keys?: number;
  mix?: OperationMix;
  /** Share of values that are at the limits of their type, 0 … 1. */
  edgeCases?: number;
  onProgress?: ProgressListener;
  /** Ends the run in order: statements that were begun are finished and reported. */
  signal?: AbortSignal;
}

export const generateDefaults = { concurrency: 64, keys: 10_000, mix: defaultMix, edgeCases: 0.02 };

const progressIntervalMs = 250;

/**
 * Writes mock data to Cassandra tables of any shape.
 * @throws OperatorError invalid for counter tables and for options out of bounds, unreachable or unauthorised when
 * Cassandra does not take a write
 */
export async function generate(options: GenerateOptions): Promise<GenerateReport> {
  const { client, tables, seed, count, onProgress = silent, signal = new AbortController().signal } = options;
  const settings = { ...generateDefaults, ...options };
  checkOptions(settings);
  const keyspaces = [...new Set(tables.map(({ keyspace }) => keyspace))];
  const sequence = statementSequence(settings);
  const stop = createStopSignal(signal, options.durationMs);
  const { ratePerSecond } = options;
  const turn = ratePerSecond === undefined ? undefined : createPacer({ ratePerSecond, signal: stop.signal });
  const lanes = createLanes(settings.concurrency);
  const tally = new Tally(tables);
  const tell = createTeller({ onProgress, tally, total: count, step: `generate ${keyspaces.join(', ')}`, seed });
  const failures: unknown[] = [];

  tell('started');
  for (let begun = 0; begun < (count ?? Infinity) && failures.length === 0; begun++) {
    await turn?.();
    if (stop.signal.aborted) break;
    const statement = sequence.next().value;
    await lanes.add(statement.hash, async () => {
      // a failed write must not be followed by later ones of the same key
      if (failures.length > 0) return;
      try {
        await executeStatement(client, statement, signal);
        tally.add(statement.table, statement.operation);
        tell('advanced');
      } catch (error) {
        failures.push(error);
      }
    });
  }
  stop.dispose();
  await lanes.idle();
  tell(failures.length > 0 ? 'failed' : 'done');
  if (failures.length > 0) throw failures[0];
  return tally.report(seed);
}

interface TellerOptions {
  onProgress: ProgressListener;
  tally: Tally;
  total: number | undefined;
  step: string;
  seed: number;
}

function createTeller({ onProgress, tally, total, step, seed }: TellerOptions) {
  let toldMs = 0;
  return (status: 'started' | 'advanced' | 'done' | 'failed') => {
    if (status === 'advanced' && performance.now() - toldMs < progressIntervalMs) return;
    toldMs = performance.now();
    onProgress({
      step,
      status,
      completed: tally.statements,
      detail: status === 'started' ? `seed ${seed}` : `${tally.perSecond.toLocaleString('en')} statements/s`,
      ...(total === undefined ? {} : { total }),
    });
  };
}
