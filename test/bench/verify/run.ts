import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { type Contender } from './contenders.js';
import { runMeasured } from '../support/measure/measured-process.js';
import { type ServerSeconds } from './servers.js';
import { type PostgresqlRows } from './postgresql-rows.js';
import { type TaskResult } from './reading/task.js';

/** What one run took; where only a part of the rows was compared, what all of them would have taken. */
export interface Run {
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
  cassandraBytes: number;
  postgresqlBytes: number;
  /** CPU seconds of the databases, whoever else uses them meanwhile. */
  cassandraCpuSeconds: number;
  postgresqlCpuSeconds: number;
}

export interface RunOptions {
  pipeline: Pipeline;
  /** On either side. */
  rows: number;
  postgresqlRows: PostgresqlRows;
  clock: () => ServerSeconds;
  signal: AbortSignal;
}

/**
 * Plants differences, has them found, and removes them.
 * @throws Error if others were found
 */
export async function runOnce(contender: Contender, planted: number, options: RunOptions): Promise<Run> {
  const { rows, postgresqlRows, clock, signal } = options;
  const undo = await postgresqlRows.plant(planted, rows);
  const before = clock();
  const measured = await runMeasured(contender.program, signal);
  const after = clock();
  await undo();
  const result = contender.resultOf(measured.stdout);
  const problem = problemOf(result, { planted, rows });
  if (problem !== undefined) throw new Error(`${contender.name}: ${problem}`);

  const { part, childBytes = 0 } = result;
  const factor = part === undefined ? 1 : rows / result.rows;
  const { cassandra, postgresql } = options.pipeline;
  const received = (port: number) => (measured.usage.bytesByPort[port] ?? 0) * factor;
  return {
    seconds: measured.seconds + (part?.seconds ?? 0) * (factor - 1),
    cpuSeconds: measured.usage.cpuSeconds + (part?.cpuSeconds ?? 0) * (factor - 1),
    peakBytes: measured.usage.peakBytes + childBytes,
    cassandraBytes: received(Number(cassandra.contactPoints[0]!.split(':')[1])),
    postgresqlBytes: received(postgresql.port),
    cassandraCpuSeconds: (after.cassandra - before.cassandra) * factor,
    postgresqlCpuSeconds: (after.postgresql - before.postgresql) * factor,
  };
}

/** Of a part, no more is known than how many differences it can have. */
function problemOf(result: TaskResult, expected: { planted: number; rows: number }): string | undefined {
  const { rows, differences, part } = result;
  const { planted } = expected;
  if (part === undefined && rows !== expected.rows) return `read ${rows} rows of ${expected.rows}`;
  if (differences === undefined || (part === undefined && differences === planted)) return undefined;
  if (part !== undefined && differences <= planted && differences > 0 === planted > 0) return undefined;
  return `found ${differences} differences of ${planted}`;
}
