import { type Client } from 'cassandra-driver';
import type pg from 'pg';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { inRounds } from '../support/rounds.js';
import { createCassandraTable, fillCassandra } from './cassandra-rows.js';
import { type Contender, type Contenders, makeContenders } from './contenders.js';
import { serverClock } from './servers.js';
import { type Options } from './options.js';
import { PostgresqlRows } from './postgresql-rows.js';
import { type Run, runOnce } from './run.js';

export interface Bench {
  options: Options;
  pipeline: Pipeline;
  cassandra: Client;
  /** On the pipeline's database. */
  postgresql: pg.Client;
  /** For files. */
  directory: string;
  onProgress: (line: string) => void;
  signal: AbortSignal;
}

export interface Measured {
  contenders: Contenders;
  runs: Record<keyof Contenders, Run[]>;
  /** Ours, without differences, with several times as many rows; empty when it is skipped. */
  grown: { rows: number; runs: Run[] };
}

/** How many times as many rows the memory is measured with. */
const growth = 3;

/**
 * Compares both sides in all ways.
 * @throws Error if one of them does not find the differences that are there
 */
export async function runBench(bench: Bench): Promise<Measured> {
  const { options, pipeline, postgresql, directory } = bench;
  const { rows, rounds } = options;
  const postgresqlRows = new PostgresqlRows(postgresql, pipeline);
  const measure = await measurer(bench, postgresqlRows);
  await postgresqlRows.createTable();
  await createCassandraTable({ ...bench, ...source(bench) });
  await fill(bench, postgresqlRows, { first: 1, last: rows });

  const contenders = makeContenders(pipeline, { ...options, directory });
  const keys = Object.keys(contenders) as (keyof Contenders)[];
  const byContender = await inRounds(rounds, Object.values(contenders), measure(rows));
  const grown = { rows: growth * rows, runs: [] as Run[] };
  if (!options.skipGrowth) {
    await fill(bench, postgresqlRows, { first: rows + 1, last: grown.rows });
    grown.runs = (await inRounds(rounds, [contenders.ours], measure(grown.rows)))[0]!;
  }
  return {
    contenders,
    runs: Object.fromEntries(keys.map((key, i) => [key, byContender[i]!])) as Measured['runs'],
    grown,
  };
}

async function measurer(bench: Bench, postgresqlRows: PostgresqlRows) {
  const clock = await serverClock();
  return (rows: number) =>
    async (contender: Contender, counts: boolean): Promise<Run> => {
      const planted = counts ? contender.differences : contender.firstDifferences;
      const run = await runOnce(contender, planted, { ...bench, rows, postgresqlRows, clock });
      const { seconds, cpuSeconds, peakBytes } = run;
      const figures = `${seconds.toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s, ${Math.round(peakBytes / 1e6)} MB`;
      bench.onProgress(`${contender.name}: ${figures}${counts ? '' : ' (does not count)'}`);
      return run;
    };
}

async function fill(
  bench: Bench,
  postgresqlRows: PostgresqlRows,
  rows: { first: number; last: number },
): Promise<void> {
  bench.onProgress(`writing the rows ${rows.first} to ${rows.last}`);
  await postgresqlRows.fill(rows.first, rows.last);
  await fillCassandra({ ...bench, ...source(bench) }, rows.first, rows.last);
}

function source({ cassandra, pipeline }: Bench): { client: Client; keyspace: string } {
  return { client: cassandra, keyspace: pipeline.cassandra.keyspace };
}
