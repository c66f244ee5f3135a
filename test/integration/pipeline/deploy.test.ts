import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ConnectClient } from '../../../src/clients/connect.js';
import { type StatusReport } from '../../../src/deploy/status.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
});
afterAll(() => example.close());

test('a pipeline is deployed, told of, deployed again without a change, broken, mended and removed', async () => {
  const { run, name, sql } = example;
  const sink = `${name}-sink-users`;

  const planned = await run('deploy', '--dry-run');
  expect(planned).toMatchObject({ exitCode: 0 });
  expect(planned.stdout).toContain(`+ connect: connector ${sink} `);
  expect(await run('status')).toMatchObject({ exitCode: 3 });

  expect(await run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  const status = await run('status', '-o', 'json');
  expect({
    exitCode: status.exitCode,
    report: dataOf<{ pipelines: StatusReport[] }>(status).pipelines[0],
  }).toMatchObject({
    exitCode: 0,
    report: {
      healthy: true,
      deadLetters: 0,
      connectors: [
        { name: sink, state: 'RUNNING', lagRecords: 0, tasks: [{ state: 'RUNNING' }] },
        { name: `${name}-sink-orders`, state: 'RUNNING', lagRecords: 0, tasks: [{ state: 'RUNNING' }] },
        { name: `${name}-source-node1`, state: 'RUNNING', tasks: [{ state: 'RUNNING' }] },
      ],
    },
  });

  const group = await memberOf(sink);
  expect(await run('deploy', '--wait')).toMatchObject({ exitCode: 0, stdout: `${name}: nothing to do\n` });
  expect(await memberOf(sink)).toEqual(group);

  // The worker's environment has no such password.
  const broken = await run('deploy', '--wait', '--set', 'spec.secrets.delivery=env');
  expect(broken).toMatchObject({ exitCode: 3 });
  expect(broken.stderr).toMatch(/error: connector example-.*-sink-.*FAILED on .*: .*\n/);
  expect(broken.stderr).not.toMatch(/\n\s+at /);
  expect(await run('deploy', '--wait')).toMatchObject({ exitCode: 0 });

  expect(await run('undeploy', '--data', '--yes')).toMatchObject({ exitCode: 0 });
  const left = await sql(`SELECT FROM pg_namespace WHERE nspname = '${example.keyspace}_cdc'`);
  expect(left.rowCount).toBe(0);
  expect(await new ConnectClient(stackOfTests().connect).config(sink)).toBeUndefined();
});

/** A task that is restarted joins its consumer group under another member id. */
async function memberOf(sink: string): Promise<string[]> {
  const { withKafkaAdmin } = await import('../../../src/clients/kafka.js');
  return withKafkaAdmin(stackOfTests().kafka, async (admin) => {
    const described = await admin.describeGroups([`connect-${sink}`]);
    return described.groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
  });
}
