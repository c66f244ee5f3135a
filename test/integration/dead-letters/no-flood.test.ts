import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectClient } from '../../../src/clients/connect.js';
import { killService, servicesOfStack, startServices } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';
import { waitFor } from '../../../src/wait.js';
import { type LetterLab, openLetterLab } from './letter-lab.js';

let lab: LetterLab;

beforeAll(async () => {
  lab = await openLetterLab();
}, 120_000);

afterAll(async () => {
  await lab.close();
}, 120_000);

const sink = () => `${lab.name}-sink-people`;

async function untilTask(state: string): Promise<void> {
  const connect = new ConnectClient(stackOfTests().connect);
  await waitFor({ what: `the sink to be ${state}`, timeoutMs: 60_000 }, async () => {
    const status = await connect.status(sink());
    return status?.tasks.some((task) => task.state === state) ? true : undefined;
  });
}

async function restartSink(): Promise<void> {
  const connect = new ConnectClient(stackOfTests().connect);
  if ((await connect.status(sink()))?.tasks.some(({ state }) => state === 'FAILED'))
    await connect.restartFailed(sink());
}

test('an inlet that was dropped fails the sink, and its records wait in the topic: none is a dead letter', async () => {
  await lab.sql('ALTER TABLE warehouse_cdc.people_inlet RENAME TO people_inlet_away');
  await lab.send({ headers: { event: lab.event(1) } }, { headers: { event: lab.event(2) } });
  await untilTask('FAILED');
  expect(await lab.letters()).toEqual([]);
  await lab.sql('ALTER TABLE warehouse_cdc.people_inlet_away RENAME TO people_inlet');
  await restartSink();
  expect(await lab.untilRow(1)).toMatchObject({ name: 'name 1' });
  expect(await lab.untilRow(2)).toMatchObject({ name: 'name 2' });
}, 120_000);

test('a replay whose sink has failed says so, and what it has sent is pending', async () => {
  await lab.send({ value: Buffer.from('bad'), headers: { event: lab.event(3) } });
  await lab.untilOpen(1);
  await lab.sql('ALTER TABLE warehouse_cdc.people_inlet RENAME TO people_inlet_away');
  const replay = await lab.replay('--all', '--include-stale', '--rebuild-value', '--timeout', '60s');
  expect(replay.exitCode).toBe(5);
  expect(replay.stderr).toContain(`task 0 of ${sink()} has failed`);
  expect(JSON.parse(replay.stdout)).toMatchObject({ data: { pipelines: [{ counts: { pending: 1 } }] } });
  await lab.sql('ALTER TABLE warehouse_cdc.people_inlet_away RENAME TO people_inlet');
  await restartSink();
  expect(await lab.untilRow(3)).toMatchObject({ name: 'name 3' });
  expect(await lab.letters()).toEqual([]);
}, 120_000);

test('PostgreSQL down makes no dead letters: the records wait until it is back', async () => {
  await killService((await servicesOfStack()).postgresql);
  await lab.send(...Array.from({ length: 200 }, (_, index) => ({ headers: { event: lab.event(100 + index) } })));
  await sleep(5000);
  const deadLetters = await lab.read(lab.deadLetterTopic);
  const withoutReplayed = deadLetters.filter(({ value }) => value?.toString() !== 'bad');
  expect(withoutReplayed).toEqual([]);
  await startServices();
  await restartSink();
  const count = async () =>
    (await lab.sql('SELECT count(*)::integer AS n FROM warehouse.people WHERE id >= 100')).rows[0]?.n;
  await waitFor({ what: 'all rows', timeoutMs: 60_000 }, async () => ((await count()) === 200 ? true : undefined));
}, 180_000);
