import { type Check } from '../../../src/check.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

let example: ExamplePipeline;
let role: string;

beforeAll(async () => {
  example = await openExamplePipeline();
  role = `${example.keyspace}_Reader`;
  await example.cassandra.execute(`CREATE ROLE "${role}" WITH PASSWORD = 'secret' AND LOGIN = true`);
});
afterAll(async () => {
  await example.cassandra.execute(`DROP ROLE "${role}"`);
  await example.close();
});

const asRole = (command: string, ...argv: string[]) =>
  example.run(
    command,
    ...['--set', `spec.cassandra.username=${role}`, '--set', 'spec.cassandra.password=secret'],
    ...argv,
  );

async function failed(): Promise<Check[]> {
  const run = await asRole('validate', '--live', '-o', 'json');
  const checks = dataOf<{ checks: Check[] }>(run).checks.filter(({ result }) => result === 'fail');
  expect(run.exitCode).toBe(checks.length === 0 ? 0 : 3);
  return checks;
}

test('what a role may not read is told with the grants, and these are enough', async () => {
  const refused = await failed();
  expect(refused.map(({ name }) => name)).toEqual([
    `select on ${example.keyspace}.users`,
    `select on ${example.keyspace}.orders`,
  ]);
  expect(refused[0]!.what).toContain('has no SELECT permission');
  for (const { hint } of refused) await example.cassandra.execute(hint!);
  // Cassandra keeps permissions for two seconds.
  await waitFor({ what: 'the grants', timeoutMs: 30_000 }, async () =>
    (await failed()).length === 0 ? true : undefined,
  );
  expect(await asRole('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (uuid(), 'a')");
  expect(await asRole('lag', '--wait-caught-up', '-q')).toMatchObject({ exitCode: 0 });
  // The sizes of tables are not for the role.
  const { exitCode, stdout } = await asRole('verify');
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('equal: every row')]);
});
