import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type ProgressListener } from '../../progress.js';
import { waitFor } from '../../wait.js';
import { type ComparedTable } from '../compared-table.js';
import { type VerifyReport } from '../report.js';
import { Ring } from '../sides/ring.js';
import { type SourceState } from '../sides/source-sketch.js';
import { Sketch } from '../sketch/sketch.js';
import { forEachTable, type VerifyOptions, verifyReport } from '../verify.js';
import { compareSource } from '../verify-table.js';
import { recordKey, type RunIdentity, RunRecord } from './run-record.js';

export interface ShardsOptions {
  /** Records, and directories of records. */
  paths: string[];
  /** How long shards may take that are not read yet; 0 does not wait. */
  waitMs: number;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/** The records of all shards of a verification. */
export interface Shards {
  /** What was to be read, without the scope. */
  run: RunIdentity;
  records: RunRecord[];
}

const pollMs = 2000;

/**
 * Finds the records of all shards, and waits until each is whole.
 * @throws OperatorError (invalid) for records that do not belong together; (unreachable) when the time is over
 */
export async function findShards(options: ShardsOptions): Promise<Shards> {
  const { paths, waitMs, onProgress, signal } = options;
  const step = 'shards';
  if (waitMs === 0) return requireAll(readShards(paths));
  onProgress({ step, status: 'started', detail: 'waiting until all are read' });
  const shards = await waitFor({ what: 'all shards to be read', timeoutMs: waitMs, intervalMs: pollMs, signal }, () => {
    const found = readShards(paths);
    const total = found.count;
    onProgress({
      step,
      status: 'advanced',
      completed: found.finished.length,
      ...(total === undefined ? {} : { total }),
      detail: 'read',
    });
    return Promise.resolve(found.missing.length === 0 && total !== undefined ? requireAll(found) : undefined);
  });
  onProgress({ step, status: 'done', completed: shards.records.length, detail: 'read' });
  return shards;
}

/**
 * Compares what all shards have read with PostgreSQL.
 * @throws OperatorError where PostgreSQL cannot be read, or the definition is not the one that the shards had
 */
export async function mergeShards(
  pipelines: Pipeline[],
  { run, records }: Shards,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const selected: VerifyOptions = {
    ...options,
    ...(run.tables === null ? {} : { tables: run.tables }),
    ...(run.columns === null ? {} : { columns: run.columns }),
  };
  const report = await verifyReport(pipelines, selected, (pipeline) =>
    forEachTable(pipeline, selected, (one) => compareSource(one, joined(records, pipeline.name, one.sides.table))),
  );
  const startedAt = records.map((record) => record.startedAt).sort()[0];
  return { ...report, startedAt: startedAt ?? report.startedAt };
}

interface FoundShards {
  finished: RunRecord[];
  /** How many shards there are, as far as a record tells. */
  count: number | undefined;
  /** Numbers of those that are not there or not read yet. */
  missing: number[];
}

function readShards(paths: string[]): FoundShards {
  const records = filesOf(paths).flatMap((file) => RunRecord.read(file) ?? []);
  const shards = records.flatMap((record) => {
    const { scope } = record.run;
    if (scope?.kind === 'shard') return [{ record, index: scope.index, count: scope.count }];
    throw mismatch(record, 'it is not the record of a shard');
  });
  const [first] = shards;
  if (first === undefined) return { finished: [], count: undefined, missing: [] };
  const identity = identityOf(first.record);
  const byIndex = new Map<number, RunRecord>();
  for (const { record, index, count } of shards) {
    if (count !== first.count || identityOf(record) !== identity) {
      throw mismatch(record, `it is of another verification than ${first.record.file}`);
    }
    const other = byIndex.get(index);
    if (other !== undefined) throw mismatch(record, `${other.file} is of the same shard, ${index}/${count}`);
    byIndex.set(index, record);
  }
  const indexes = Array.from({ length: first.count }, (_, i) => i + 1);
  return {
    finished: [...byIndex.values()].filter(({ isFinished }) => isFinished),
    count: first.count,
    missing: indexes.filter((index) => byIndex.get(index)?.isFinished !== true),
  };
}

function requireAll({ finished, count, missing }: FoundShards): Shards {
  if (count === undefined) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'there is no record of a shard',
      hint: 'run `cdcctl verify --shard i/n --record FILE` for each i from 1 to n first',
    });
  }
  if (missing.length > 0) {
    throw new OperatorError({
      kind: 'partial',
      message: `${missing.length === 1 ? 'a shard is' : 'some shards are'} not read yet: ${missing.map((index) => `${index}/${count}`).join(', ')}`,
      hint: 'run them again with the same --record, or wait for them with --wait',
    });
  }
  return { run: { ...finished[0]!.run, scope: null }, records: finished };
}

function identityOf({ run }: RunRecord): string {
  return JSON.stringify({ ...run, scope: null });
}

function filesOf(paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(path, name));
  });
}

/** The sum of what all shards have read of a table. */
function joined(records: RunRecord[], pipeline: string, table: ComparedTable): SourceState {
  const states = records.map((record) => {
    const state = record.source(recordKey(pipeline, table), table);
    if (state === undefined) throw mismatch(record, `it has nothing of ${table.keyspace}.${table.name}`);
    return state;
  });
  const { shape } = states[0]!;
  const sketch = new Sketch(shape);
  for (const state of states) sketch.merge(state.sketch);
  return {
    shape,
    sketch,
    remaining: [],
    unread: states.flatMap(({ unread }) => unread),
    ring: Ring.joined(states.flatMap(({ ring }) => ring)).report(),
  };
}

function mismatch({ file }: RunRecord, message: string): OperatorError {
  return new OperatorError({ kind: 'invalid', resource: file, message: `${file} cannot be merged: ${message}` });
}
