import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConnectClient } from '../../../src/clients/connect.js';
import { type LagReport } from '../../../src/lag/report.js';
import { type ServiceName } from '../../../src/stack/services.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { killService, servicesOfStack, startServices } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';
import { whileRestarting } from '../../support/while-restarting.js';

const perSecond = 10;

/** Writes rows 0, 1, 2, … and remembers when Cassandra had each. */
class Writer {
  readonly writtenMs: number[] = [];
  private stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly example: ExamplePipeline) {}

  start(): void {
    this.stopped = new AbortController();
    this.running = this.write();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async write(): Promise<void> {
    for (let id = this.writtenMs.length; !this.stopped.signal.aborted; id++) {
      const begunMs = Date.now();
      await this.example.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'name')`);
      this.writtenMs.push(begunMs);
      await sleep(Math.max(0, 1000 / perSecond - (Date.now() - begunMs)));
    }
  }
}

describe('a load of a known rate, with each part stopped in turn', () => {
  let example: ExamplePipeline;
  let writer: Writer;
  const names = () => ({ source: `${example.name}-source-node1`, sink: `${example.name}-sink-people` });

  beforeAll(async () => {
    example = await openExamplePipeline({
      cql: ['CREATE TABLE warehouse.people (id int PRIMARY KEY, name text) WITH cdc = true'],
      tables: '    - name: people\n',
      overlay: '  kafka: { topics: { partitions: 1 } }\n',
    });
    expect(await example.run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
    await sleep(2000);
    writer = new Writer(example);
    writer.start();
    await arrivedBeyond(-1);
  }, 180_000);
  afterAll(async () => {
    await writer.stop();
    await example.close();
  }, 120_000);

  async function newestInPostgresql(): Promise<number> {
    const { rows } = await example.sql('SELECT coalesce(max(id), -1) AS id FROM warehouse.people');
    return Number(rows[0]!.id);
  }

  async function arrivedBeyond(id: number): Promise<void> {
    await waitFor({ what: `rows beyond ${id} in PostgreSQL`, timeoutMs: 90_000 }, async () =>
      (await newestInPostgresql()) > id ? true : undefined,
    );
  }

  async function look(): Promise<LagReport> {
    return dataOf<{ pipelines: LagReport[] }>(await example.run('lag', '-o', 'json')).pipelines[0]!;
  }

  /** The age, when it was looked, of the first row that is not in PostgreSQL. */
  function truthOf(report: LagReport, newest: number): number {
    return (Date.parse(report.at) - writer.writtenMs[newest + 1]!) / 1000;
  }

  /** All that was written has arrived, no row less and none more. A sink may fail also when PostgreSQL is back. */
  async function settled(): Promise<void> {
    await writer.stop();
    const caughtUp = example.run('lag', '--wait-caught-up', '--timeout', '90s', '-q');
    const { exitCode, stderr } = await whileRestarting(names().sink, caughtUp);
    expect(exitCode === 0 ? '' : stderr).toBe('');
    const { rows } = await example.sql('SELECT count(*)::int AS rows FROM warehouse.people');
    expect(rows).toEqual([{ rows: writer.writtenMs.length }]);
    writer.start();
  }

  test('nothing stopped: a verdict of OK, and less than a few seconds behind', async () => {
    const report = await look();
    expect(report.verdict).toMatchObject({ status: 'OK', part: null });
    expect(report.secondsBehind!).toBeLessThan(5);
  }, 60_000);

  test.each(['source', 'sink'] as const)(
    'the %s',
    async (part) => {
      const connect = new ConnectClient(stackOfTests().connect);
      await connect.pause(names()[part]);
      await sleep(8000);
      const newest = await newestInPostgresql();
      const report = await look();
      await connect.resume(names()[part]);
      expect(report.verdict).toMatchObject({ status: 'STOPPED', part, where: names()[part] });
      expect(Math.abs(report.secondsBehind! - truthOf(report, newest))).toBeLessThan(1);
      await settled();
    },
    180_000,
  );

  test('the worker of both connectors: what waits in the commit log is told without it', async () => {
    await killService((await servicesOfStack()).connect);
    await sleep(8000);
    const newest = await newestInPostgresql();
    const report = await look();
    await startServices();
    expect(report.verdict).toMatchObject({ status: 'AWAY', part: 'connect' });
    expect(Math.abs(report.secondsBehind! - truthOf(report, newest))).toBeLessThan(1);
    await settled();
  }, 240_000);

  test.each<[ServiceName & LagReport['verdict']['part']]>([['kafka'], ['postgresql']])(
    '%s',
    async (name) => {
      await killService((await servicesOfStack())[name]);
      await sleep(8000);
      const report = await look();
      await startServices();
      expect(report.verdict).toMatchObject({ status: 'AWAY', part: name });
      await settled();
    },
    240_000,
  );
});
