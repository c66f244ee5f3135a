import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { generate } from '../../../src/generate/generate.js';
import { readTables } from '../../../src/tables/read-tables.js';
import { type VerifyReport } from '../../../src/verify/report.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

let pipeline: ExamplePipeline;

beforeAll(async () => {
  pipeline = await openExamplePipeline();
  expect((await pipeline.run('deploy', '--wait')).exitCode).toBe(0);
}, 120_000);
afterAll(() => pipeline.close(), 60_000);

const ours = '00000000-0000-4000-8000-00000000c0de';
const tableOf = ({ tables }: VerifyReport, name: string) => tables.find(({ table }) => table === name)!;

test('a loaded pipeline is equal again and again, and a real difference is found under the same load', async () => {
  await pipeline.cql(`INSERT INTO warehouse.users (user_id, email, name) VALUES (${ours}, 'a@b.c', 'ours')`);
  const { cassandra, keyspace } = pipeline;
  const tables = await readTables(cassandra, { keyspace, names: ['users', 'orders'] });
  // A worker that has just started compiles its code first, and falls farther behind than a verification waits.
  await generate({ client: cassandra, tables, seed: 6, count: 3000 });
  const { exitCode, stdout } = await pipeline.run('lag', '--wait-caught-up', '--timeout', '90s', '-q');
  expect(exitCode === 0 ? '' : stdout).toBe('');
  const stop = new AbortController();
  const load = generate({ client: cassandra, tables, seed: 7, ratePerSecond: 300, signal: stop.signal });
  // What fails while nobody waits for it is told at the end.
  load.catch(() => undefined);
  const verify = () => pipeline.verify();

  let previous = 0;
  for (let round = 0; round < 4; round++) {
    const { exitCode, report } = await verify();
    const verdicts = report.tables.map(({ verdict }) => verdict);
    const differences = report.tables.flatMap((table) => table.differences);
    expect({ round, exitCode, verdicts, differences }).toEqual({
      round,
      exitCode: 0,
      verdicts: ['equal', 'equal'],
      differences: [],
    });
    const { rows } = tableOf(report, 'users');
    expect(rows.cassandra).toBeGreaterThan(previous);
    previous = rows.cassandra;
  }

  await pipeline.sql(`UPDATE warehouse.users SET email = 'tampered' WHERE user_id = '${ours}'`);
  const found = await pipeline.run('verify', '--max-wait', '5s', '-o', 'json');
  expect(found.exitCode).toBe(3);
  const report = dataOf<VerifyReport>(found);
  expect(tableOf(report, 'orders').verdict).toBe('equal');
  expect(tableOf(report, 'users')).toMatchObject({
    verdict: 'different',
    differenceCount: 1,
    differences: [
      {
        kind: 'changed',
        key: { user_id: ours },
        columns: [{ name: 'email', cassandra: 'a@b.c', postgresql: 'tampered' }],
        cause: 'changed-in-postgresql',
      },
    ],
  });

  // Repaired while writes go on.
  const repaired = await pipeline.run('verify', '--max-wait', '5s', '--repair', '-o', 'json');
  expect({ exitCode: repaired.exitCode, ...tableOf(dataOf<VerifyReport>(repaired), 'users').repair }).toEqual({
    exitCode: 0,
    dryRun: false,
    outcomes: { repaired: 1 },
  });
  stop.abort();
  expect((await load).statements).toBeGreaterThan(1000);
  expect((await verify()).exitCode).toBe(0);
}, 300_000);
