import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectClient } from '../../../src/clients/connect.js';
import { type ProbeReport } from '../../../src/lag/probe/probe.js';
import { type LagReport } from '../../../src/lag/report.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, type CliRun, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { killService, servicesOfStack, stackDirectory, startServices } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';
import { whileRestarting } from '../../support/while-restarting.js';

let example: ExamplePipeline;
const source = () => `${example.name}-source-node1`;
const sink = () => `${example.name}-sink-people`;

beforeAll(async () => {
  example = await openExamplePipeline({
    cql: ['CREATE TABLE warehouse.people (id int PRIMARY KEY, name text) WITH cdc = true'],
    tables: '    - name: people\n      sink: { batchSize: 10 }\n',
    overlay: '  kafka: { topics: { partitions: 1 } }\n',
  });
  expect(await example.run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
  await sleep(2000);
  await write(0, 20);
  await caughtUp();
}, 180_000);
afterAll(() => example.close(), 120_000);

/** Writes rows one after the other, and returns when the first was written, in milliseconds since 1970. */
async function write(from: number, count: number): Promise<number> {
  const startedMs = Date.now();
  for (let id = from; id < from + count; id++) {
    await example.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'name')`);
  }
  return startedMs;
}

async function caughtUp(): Promise<void> {
  const { exitCode, stderr, stdout } = await example.run('lag', '--wait-caught-up', '--timeout', '90s', '-q');
  expect(exitCode === 0 ? '' : `${exitCode} ${stderr}${stdout}`).toBe('');
}

async function lag(...argv: string[]): Promise<{ run: CliRun; report: LagReport }> {
  const run = await example.run('lag', '-o', 'json', ...argv);
  return { run, report: dataOf<{ pipelines: LagReport[] }>(run).pipelines[0]! };
}

async function inState(connector: string, action: 'pause' | 'resume' | 'stop', state: string): Promise<void> {
  const connect = new ConnectClient(stackOfTests().connect);
  await connect[action](connector);
  await waitFor({ what: `${connector} to be ${state}`, timeoutMs: 60_000 }, async () => {
    const status = await connect.status(connector);
    const isThere = status?.connector.state === state && status.tasks.every((task) => task.state === state);
    return isThere && (state === 'STOPPED' || status.tasks.length > 0) ? true : undefined;
  });
}

/** The lag that was measured, and what it is in truth: since the first write that is behind. */
function expectSeconds(report: LagReport, measured: number | null, firstWriteMs: number): void {
  const truth = (Date.parse(report.at) - firstWriteMs) / 1000;
  expect(Math.abs((measured ?? NaN) - truth)).toBeLessThan(1);
}

const recordsLeft = ({ partitions }: LagReport) => partitions.reduce((sum, one) => sum + (one.recordsBehind ?? NaN), 0);

test('nothing is behind when all has arrived', async () => {
  await caughtUp();
  const { run, report } = await lag('--max-records', '0', '--max-seconds', '0');
  expect(run.exitCode).toBe(0);
  expect(report).toMatchObject({ secondsBehind: 0, recordsBehind: 0, findings: [], away: [] });
  expect(report.verdict).toMatchObject({ status: 'OK', part: null });
  expect(report.sources).toMatchObject([{ node: 'node1', status: 'OK', isHealthy: true, unknown: null }]);
  expect(report.partitions).toHaveLength(1);
});

test('a sink that is paused: its records and their age are told to the record and the second', async () => {
  await inState(sink(), 'pause', 'PAUSED');
  const firstMs = await write(100, 30);
  await waitFor({ what: 'the records to be in Kafka', timeoutMs: 30_000 }, async () => {
    return recordsLeft((await lag('--sample', '0s')).report) === 30 ? true : undefined;
  });
  // PostgreSQL counts what was inserted before up to ten seconds late.
  const { run, report } = await waitFor({ what: 'the sink to be seen to do nothing', timeoutMs: 30_000 }, async () => {
    const looked = await lag('--max-records', '10', '--max-seconds', '1');
    return looked.report.partitions[0]!.status === 'OK' ? undefined : looked;
  });
  await inState(sink(), 'resume', 'RUNNING');
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toContain('30 records behind, and --max-records is 10');
  expectSeconds(report, report.secondsBehind, firstMs);
  expect(report.verdict).toMatchObject({ status: 'STOPPED', part: 'sink', where: sink() });
  expect(report.sources).toMatchObject([{ recordsBehind: 0 }]);
  expect(report.partitions).toMatchObject([{ status: 'STALLED', catchUpSeconds: null }]);
  expect(report.partitions[0]!.safeForSeconds!).toBeGreaterThan(6 * 86_400);
  await caughtUp();
}, 180_000);

test('a source that is paused: what is in the commit log alone is told', async () => {
  await inState(source(), 'pause', 'PAUSED');
  const firstMs = await write(200, 25);
  await sleep(1000);
  const { run, report } = await lag();
  await inState(source(), 'resume', 'RUNNING');
  expect(run.exitCode).toBe(3);
  expect(report.verdict).toMatchObject({ status: 'STOPPED', part: 'source', where: source() });
  expect(report.sources).toMatchObject([{ recordsBehind: 25, isWhole: true, catchUpSeconds: null }]);
  expectSeconds(report, report.sources[0]!.secondsBehind, firstMs);
  expect(recordsLeft(report)).toBe(0);
  await caughtUp();
}, 180_000);

test('a sink that is slower than the writers is warned of, and its rates are told', async () => {
  const eachRowTakes = (seconds: number) =>
    example.sql(`CREATE OR REPLACE FUNCTION warehouse_cdc.slow() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(${seconds}); RETURN NEW; END $$`);
  await eachRowTakes(0.2);
  await example.sql(
    'CREATE TRIGGER slow BEFORE INSERT ON warehouse_cdc.people_inlet FOR EACH ROW EXECUTE FUNCTION warehouse_cdc.slow()',
  );
  const stop = new AbortController();
  const load = ['generate', '--rate', '40', '--mix', 'inserts=1', '--keys', '5000', '-q', ...example.files];
  const writing = cdcctl(load, { cwd: stackDirectory, signal: stop.signal });
  // A source without a processor to itself sends in bursts, between which what is behind becomes less.
  const { run, report } = await waitFor({ what: 'a warning', timeoutMs: 60_000 }, async () => {
    const look = await lag('--sample', '5s');
    return look.report.partitions[0]?.status === 'WARN' ? look : undefined;
  });
  stop.abort();
  await writing;
  // Without the trigger's lock, on which the sink and this statement would wait for each other.
  await eachRowTakes(0);
  expect(report.verdict).toMatchObject({ status: 'WARN', part: 'sink' });
  expect(run.exitCode).toBe(0);
  const falling = report.partitions[0]!;
  expect(falling.comesPerSecond!).toBeGreaterThan(falling.perSecond!);
  expect(falling.catchUpSeconds).toBeNull();
  await caughtUp();
}, 180_000);

test('a sink that is set back is told of', async () => {
  await inState(sink(), 'stop', 'STOPPED');
  const looking = lag('--sample', '8s');
  await sleep(4000);
  const topic = `${example.keyspace}-people`;
  const offsets = [{ partition: { kafka_topic: topic, kafka_partition: 0 }, offset: { kafka_offset: 0 } }];
  await new ConnectClient(stackOfTests().connect).alterOffsets(sink(), offsets);
  const { run, report } = await looking;
  const { report: later } = await lag('--sample', '1s');
  await inState(sink(), 'resume', 'RUNNING');
  expect(run.exitCode).toBe(3);
  expect(report.partitions.find(({ partition }) => partition === 0)).toMatchObject({ status: 'REWOUND' });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ status: 'REWOUND', part: 'sink', where: `${topic}/0` }),
  );
  expect(later.partitions.find(({ partition }) => partition === 0)).toMatchObject({ status: 'STOPPED' });
  await caughtUp();
}, 180_000);

test('a probe is timed at each stage and leaves nothing behind; it writes over no row', async () => {
  const probed = await example.run('lag', '--probe', 'people', '--timeout', '60s', '-o', 'json');
  expect(probed.exitCode).toBe(0);
  const [probe] = dataOf<{ probes: ProbeReport[] }>(probed).probes;
  const { writtenMs, commitLogMs, topicMs, postgresqlMs, removed, key } = probe!;
  expect(removed).toBe(true);
  expect([writtenMs, commitLogMs, topicMs, postgresqlMs].every((ms) => typeof ms === 'number' && ms > 0)).toBe(true);
  expect(commitLogMs!).toBeLessThanOrEqual(topicMs!);
  expect(topicMs!).toBeLessThanOrEqual(postgresqlMs!);
  const rows = await example.cql(`SELECT * FROM warehouse.people WHERE id = ${key.id}`);
  expect((rows as { rowLength: number }).rowLength).toBe(0);
  await write(-7, 1);
  await caughtUp();
  const taken = await example.run('lag', '--probe', 'people', '--key', 'id=-7');
  expect(taken.exitCode).toBe(2);
  expect(taken.stderr).toContain('the row id=-7 exists');
  const kept = await example.sql('SELECT name FROM warehouse.people WHERE id = -7');
  expect(kept.rows).toEqual([{ name: 'name' }]);
}, 120_000);

test('PostgreSQL away: it is named, a watch goes on, and a wait is over when it is back', async () => {
  const stop = new AbortController();
  const argv = ['lag', '--watch', '--interval', '500ms', '-o', 'json', ...example.files];
  const watching = cdcctl(argv, { cwd: stackDirectory, signal: stop.signal });
  await killService((await servicesOfStack()).postgresql);
  await write(300, 5);
  const { run, report } = await lag('--sample', '1s');
  const waiting = example.run('lag', '--wait-caught-up', '--timeout', '100s', '-q');
  await startServices();
  // The sink may fail also when PostgreSQL is back, by a connection that it had before.
  const caughtUp = whileRestarting(sink(), waiting);
  expect(run.exitCode).toBe(5);
  expect(report.verdict).toMatchObject({ status: 'AWAY', part: 'postgresql' });
  expect(report.deadLetters.refused).toBeNull();
  expect(await caughtUp).toMatchObject({ exitCode: 0 });
  await sleep(3000);
  stop.abort();
  const looks = (await watching).stdout.trimEnd().split('\n');
  const parts = looks.map((line) => (JSON.parse(line) as { data: { pipelines: LagReport[] } }).data.pipelines[0]!);
  expect(parts.some(({ verdict }) => verdict.part === 'postgresql')).toBe(true);
  expect(parts.at(-1)!.verdict.part).not.toBe('postgresql');
}, 240_000);

test('the broker away: it is named before what follows from it, and a wait ends at its timeout', async () => {
  await killService((await servicesOfStack()).kafka);
  const { run, report } = await lag('--sample', '0s');
  const waited = await example.run('lag', '--wait-caught-up', '--timeout', '1s', '-q');
  await startServices();
  expect(run.exitCode).toBe(5);
  expect(report.verdict).toMatchObject({ status: 'AWAY', part: 'kafka' });
  expect(report.partitions).toEqual([]);
  expect(waited.exitCode).toBe(5);
  expect(waited.stderr).toContain('AWAY kafka');
  await caughtUp();
}, 240_000);
