import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { secretVariable } from '../../../src/render/secrets.js';
import { readConfigTopic } from '../../support/config-topic.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { killService, servicesOfStack, startServices } from '../../support/services.js';

let example: ExamplePipeline;
const role = 'sinks-of-the-environment';
const password = 'canary of the workers’ environment \\ "';

beforeAll(async () => {
  example = await openExamplePipeline({
    overlay: `  postgresql: { username: ${role}, password: '\${env:CANARY_PASSWORD}' }
  secrets: { delivery: env }
`,
  });
  await example.sql(`CREATE ROLE "${role}" SUPERUSER LOGIN PASSWORD '${password}'`);
  process.env.CANARY_PASSWORD = password;
  process.env[variable('postgresql.username')] = role;
  process.env[variable('postgresql.password')] = password;
  await killService((await servicesOfStack()).connect);
  await startServices();
}, 120_000);
afterAll(async () => {
  await example.run('undeploy', '--data', '--yes');
  await example.sql(`DROP OWNED BY "${role}"`);
  await example.sql(`DROP ROLE "${role}"`);
  await example.close();
}, 60_000);

const variable = (name: Parameters<typeof secretVariable>[1]) =>
  secretVariable({ name: example.name } as Pipeline, name);

test('sinks log in with what is in the environment of their worker, and its topics do not have it', async () => {
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (uuid(), 'a@b.c')");
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
  expect((await example.sql('SELECT FROM warehouse.users')).rowCount).toBe(1);
  const { rows } = await example.sql('SELECT usename FROM pg_stat_activity WHERE application_name = $1', [
    `${example.name}-sink-users`,
  ]);
  expect(rows).toContainEqual({ usename: role });
  const topic = await readConfigTopic();
  expect(topic).toContain(`\${env:${variable('postgresql.password')}}`);
  expect(topic).not.toContain('canary of the workers');
}, 60_000);

test('a rotation says what it takes instead', async () => {
  const rotation = await example.run('secrets', 'rotate');
  expect(rotation).toMatchObject({ exitCode: 2 });
  expect(rotation.stderr).toContain('restart the workers with the new environment, or use delivery: file');
});
