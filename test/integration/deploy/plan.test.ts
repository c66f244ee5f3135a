import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import kafkajs from 'kafkajs';
import { ConnectClient } from '../../../src/clients/connect.js';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { RegistryClient } from '../../../src/clients/registry.js';
import { type PlanReport } from '../../../src/deploy/plan.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

let example: ExamplePipeline;
let connect: ConnectClient;
let directory: string;

beforeAll(async () => {
  example = await openExamplePipeline();
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-plan-'));
  connect = new ConnectClient(stackOfTests().connect);
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (uuid(), 'a@b.c')");
  // Tests below break the merge for a moment: the row is to have come before.
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(async () => {
  await example.close();
  rmSync(directory, { recursive: true });
});

const containing = (text: string): unknown => expect.stringContaining(text);
const sink = () => `${example.name}-sink-users`;
const topic = () => `${example.keyspace}-users`;
const bookkeeping = () => `${example.keyspace}_cdc`;

async function plan(...argv: string[]): Promise<PlanReport> {
  const run = await example.run('plan', ...argv, '-o', 'json');
  expect(run).toMatchObject({ exitCode: 0 });
  return dataOf<{ pipelines: PlanReport[] }>(run).pipelines[0]!;
}

async function expectQuiet(...argv: string[]): Promise<void> {
  expect(await plan(...argv)).toMatchObject({ changes: [], summary: { create: 0, change: 0, remove: 0, blocked: 0 } });
  expect(await example.run('plan', '--detailed-exitcode', ...argv)).toMatchObject({
    exitCode: 0,
    stdout: `${example.name}: 0 to create, 0 to change, 0 to remove\n`,
  });
}

/** The plan shows it, deploy mends it, and the plan is quiet again. */
async function expectMended(changes: object[]): Promise<void> {
  expect((await plan()).changes).toMatchObject(changes);
  const detailed = await example.run('plan', '--detailed-exitcode');
  expect(detailed).toMatchObject({ exitCode: 3 });
  expect(await example.run('deploy', '--dry-run')).toMatchObject({ exitCode: 0, stdout: detailed.stdout });
  expect(await example.run('deploy')).toMatchObject({ exitCode: 0 });
  await expectQuiet();
}

test('a plan is quiet after deploy', () => expectQuiet());

describe('drift made by hand is seen and mended', () => {
  test('settings of a connector', async () => {
    const config = (await connect.config(sink()))!;
    await connect.put(sink(), { ...config, 'batch.size': '7', 'hibernate.show_sql': 'true' });
    const object = `connector ${sink()}`;
    const settings = [
      { name: 'batch.size', from: '7', to: '5000' },
      { name: 'hibernate.show_sql', from: 'true', to: null },
    ];
    expect((await example.run('plan')).stdout).toContain(
      `~ connect: ${object}\n    ~ batch.size: 7 → 5000\n    - hibernate.show_sql: true\n`,
    );
    await expectMended([{ system: 'connect', object, action: 'update', settings }]);
  });

  test('defaults that somebody wrote down are no drift', async () => {
    const config = (await connect.config(sink()))!;
    await connect.put(sink(), { ...config, 'connection.pool.timeout': '1800' });
    await expectQuiet();
  });

  test('a connector that is gone', async () => {
    await connect.delete(sink());
    await expectMended([{ object: `connector ${sink()}`, action: 'create' }]);
  });

  test('settings of topics, and too few partitions', async () => {
    await withKafkaAdmin(stackOfTests().kafka, async (admin) => {
      const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
      await admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic(), configEntries }],
      });
      const dlq = `${example.keyspace}-dlq`;
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: dlq,
            configEntries: [
              { name: 'message.timestamp.type', value: 'LogAppendTime' },
              { name: 'max.message.bytes', value: String(67_108_864 + 1_048_576) },
              { name: 'retention.ms', value: '1000' },
            ],
          },
        ],
      });
    });
    await expectMended([
      {
        object: `topic ${topic()}`,
        settings: [
          { name: 'cleanup.policy', from: 'compact', to: 'delete' },
          { name: 'max.message.bytes', from: expect.any(String) as unknown, to: '67108864' },
        ],
      },
      {
        object: `topic ${example.keyspace}-dlq`,
        settings: [{ name: 'retention.ms', from: '1000', to: String(14 * 24 * 3600 * 1000) }],
      },
    ]);
    const more = await plan('--set', 'spec.kafka.topics.partitions=4');
    expect(more.changes).toMatchObject([
      { object: `topic ${topic()}`, settings: [{ name: 'partitions', from: '3', to: '4' }] },
      { object: `topic ${example.keyspace}-orders` },
    ]);
  });

  test('the compatibility of a subject', async () => {
    const registry = new RegistryClient(stackOfTests().registry);
    const subject = `${topic()}-value`;
    for (let tries = 0; (await registry.latestSchema(subject)) === undefined && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await example.run('deploy')).toMatchObject({ exitCode: 0 });
    await registry.setCompatibility(subject, 'BACKWARD');
    const settings = [{ name: 'compatibility', from: 'BACKWARD', to: 'FULL' }];
    await expectMended([{ system: 'registry', object: `subject ${subject}`, settings }]);
  }, 60_000);

  test.each([
    [
      'a dropped inlet',
      'DROP TABLE warehouse_cdc.users_inlet CASCADE',
      ['users-rows', 'users-merge'],
      /^table .*users_inlet"$/,
    ],
    [
      'a dropped merge function',
      'DROP FUNCTION warehouse_cdc.users_merge',
      ['users-merge'],
      /^function .*users_merge"/,
    ],
    ['a dropped view', 'DROP VIEW warehouse.users', ['users-merge'], /^view .*users"$/],
    [
      'a dropped table of the bookkeeping',
      'DROP TABLE warehouse_cdc.dead_letters CASCADE',
      ['bookkeeping'],
      /dead_letters/,
    ],
    ['a dropped record of connectors', 'DROP TABLE warehouse_cdc.connectors', ['bookkeeping', ''], /connectors"$/],
    [
      'a disabled trigger',
      'ALTER TABLE warehouse_cdc.users_inlet DISABLE TRIGGER merge',
      ['users-merge'],
      /^trigger "merge"/,
    ],
    [
      'a function with another body',
      `CREATE OR REPLACE FUNCTION warehouse_cdc.users_inlet_merge() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      ['users-merge'],
      /^function .*users_inlet_merge"/,
    ],
    [
      'a view of other rows',
      `SELECT warehouse_cdc.make_view('"%"."users"', ARRAY['user_id'], 'FROM warehouse_cdc.users_rows')`,
      ['users-merge'],
      /^view .*users"$/,
    ],
  ])('%s', async (_what, statement, objects, item) => {
    await example.sql(statement.replace('%', example.keyspace));
    const { changes } = await plan();
    const drifted = changes.filter(({ system }) => system === 'postgresql');
    expect(drifted.map(({ object }) => object)).toEqual(
      objects.map((name) => (name === '' ? `record of connectors in ${bookkeeping()}` : `${bookkeeping()} ${name}`)),
    );
    expect(drifted.flatMap(({ settings = [] }) => settings.map(({ name }) => name))).toContainEqual(
      expect.stringMatching(item),
    );
    expect(await example.run('deploy')).toMatchObject({ exitCode: 0 });
    await expectQuiet();
  });

  test('rows that are gone are loaded again, after a question', async () => {
    const { exitCode } = await example.verify();
    expect(exitCode).toBe(0);
    await example.sql('DROP TABLE warehouse_cdc.users_rows CASCADE');
    const { changes } = await plan();
    expect(changes[0]).toMatchObject({
      object: `${bookkeeping()} users-rows`,
      risk: containing('loaded'),
    });
    const unasked = await example.run('deploy');
    expect(unasked).toMatchObject({ exitCode: 2 });
    expect(unasked.stderr).toContain('--yes');
    expect(await example.run('deploy', '--yes', '--wait')).toMatchObject({ exitCode: 0 });
    await expectQuiet();
    expect((await example.sql('SELECT email FROM warehouse.users')).rows).toEqual([{ email: 'a@b.c' }]);
    expect((await example.verify()).exitCode).toBe(0);
  }, 120_000);
});

describe('what cannot be changed in place is told and stops deploy, not the plan', () => {
  test.each([
    ['spec.kafka.topics.replicationFactor=3', 'replication factor', '1', '3', 'kafka-reassign-partitions'],
    ['spec.kafka.topics.partitions=2', 'partitions', '3', '2', 'spec.kafka.topics.partitions to 3'],
  ])('%s', async (set, name, from, to, hint) => {
    const { changes, summary } = await plan('--set', set);
    const blocked = changes.filter((change) => change.blocked !== undefined);
    expect(blocked[0]).toMatchObject({
      settings: [{ name, from, to }],
      blocked: { hint: containing(hint) },
    });
    expect(summary.blocked).toBe(blocked.length);
    const refused = await example.run('deploy', '--set', set);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(hint);
    await expectQuiet();
  });

  test('columns that the definition leaves out', async () => {
    const { changes } = await plan('--set', 'spec.tables.users.columns.exclude=[email]');
    expect(changes).toContainEqual(
      expect.objectContaining({
        object: `${bookkeeping()} users-rows`,
        settings: [{ name: 'column email', from: 'text', to: null }],
        blocked: expect.objectContaining({ hint: containing('schema apply') }) as unknown,
      }),
    );
  });

  test('a column that somebody altered', async () => {
    await example.sql('ALTER TABLE warehouse_cdc.sink_logins ALTER COLUMN role TYPE varchar(9)');
    const { changes } = await plan();
    const name = `column "${bookkeeping()}"."sink_logins"."role"`;
    expect(changes).toMatchObject([
      { settings: [{ name, from: 'character varying(9) NOT NULL', to: 'text NOT NULL' }], blocked: {} },
    ]);
    await example.sql('ALTER TABLE warehouse_cdc.sink_logins ALTER COLUMN role TYPE text');
    await expectQuiet();
  });
});

test('another topic for a sink is marked, and asked for', async () => {
  const set = ['--set', 'spec.kafka.topics.name=other-{table}'];
  const { changes } = await plan(...set);
  const update = changes.find(({ object }) => object === `connector ${sink()}`);
  expect(update?.risk).toContain('reads the new topic from its beginning');
  const source = changes.find(({ object }) => object === `connector ${example.name}-source-node1`);
  expect(source?.risk).toContain('writes to other topics');
  expect(await example.run('deploy', ...set)).toMatchObject({ exitCode: 2, stdout: '' });
  const offsets = await plan('--set', 'spec.source.topicPrefix=other');
  expect(offsets.changes.at(-1)?.risk).toContain('offsets');
  await expectQuiet();
});

test('a changed secret is seen and not shown', async () => {
  const file = join(process.env.CDC_SECRETS_DIR!, `${example.name}.properties`);
  const content = readFileSync(file, 'utf8');
  writeFileSync(file, content.replace(/password=.*/, 'password=canary-outdated'));
  const text = await example.run('plan');
  expect(text.stdout).toContain('~ content: (secret) → (secret)');
  expect(text.stdout).toContain(`connector ${sink()} (restart, its secrets have changed)`);
  const inline = await example.run('plan', '--set', 'spec.secrets.delivery=inline', '-o', 'json');
  expect(inline.stdout).toContain('"to": "(secret)"');
  expect(text.stdout + inline.stdout).not.toMatch(/canary-outdated/);
  expect(inline.stdout).not.toContain(process.env.POSTGRES_PASSWORD!);
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  expect(readFileSync(file, 'utf8')).toBe(content);
  await expectQuiet();
}, 60_000);

describe('a plan in a file', () => {
  const file = () => join(directory, 'reviewed.plan');
  const deployFile = (...argv: string[]) => example.run('deploy', file(), ...argv);

  test('is done as it was reviewed', async () => {
    await example.sql('DROP VIEW warehouse.users');
    const planned = await example.run('plan', '--out', file());
    expect(planned).toMatchObject({ exitCode: 0 });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toContain(process.env.POSTGRES_PASSWORD!);
    expect(await deployFile()).toMatchObject({ exitCode: 0 });
    await expectQuiet();
    // What was planned is done: it is not to be done again.
    expect(await deployFile()).toMatchObject({ exitCode: 3, stdout: '' });
  });

  test('is refused after the live systems or the definition have moved', async () => {
    await example.sql('DROP VIEW warehouse.users');
    expect(await example.run('plan', '--out', file())).toMatchObject({ exitCode: 0 });
    const otherDefinition = await deployFile('--set', 'spec.tables.users.sink.batchSize=9');
    expect(otherDefinition).toMatchObject({ exitCode: 3, stdout: '' });
    expect(otherDefinition.stderr).toMatch(/the definition[\s\S]*batch\.size 5000 → 9[\s\S]*plan again/);
    await connect.put(sink(), { ...(await connect.config(sink()))!, 'batch.size': '8' });
    const moved = await deployFile();
    expect(moved).toMatchObject({ exitCode: 3, stdout: '' });
    expect(moved.stderr).toMatch(
      new RegExp(`connector ${sink()}: planned no change, now update \\(batch\\.size 8 → 5000[\\s\\S]*plan again`),
    );
    expect((await example.sql(`SELECT to_regclass('warehouse.users') IS NULL AS gone`)).rows).toEqual([{ gone: true }]);
    expect(await example.run('deploy')).toMatchObject({ exitCode: 0 });
  });

  test('is refused when a secret that it does not show has changed', async () => {
    const secrets = join(process.env.CDC_SECRETS_DIR!, `${example.name}.properties`);
    const content = readFileSync(secrets, 'utf8');
    writeFileSync(secrets, `${content}# one\n`);
    expect(await example.run('plan', '--out', file())).toMatchObject({ exitCode: 0 });
    writeFileSync(secrets, `${content}# two\n`);
    const moved = await deployFile();
    expect(moved).toMatchObject({ exitCode: 3 });
    expect(moved.stderr).toContain(`file ${secrets}: a secret`);
    writeFileSync(secrets, content);
  });

  test.each([
    ['no plan', 'apiVersion: cdcctl/v1\n', /no plan of cdcctl/],
    ['another version', '{"format":"cdcctl-plan","version":2}', /version 2, .* reads version 1/],
    ['a damaged one', '{"format":"cdcctl-plan","version":1}', /damaged/],
  ])('%s is refused', async (_what, content, message) => {
    writeFileSync(file(), content);
    const refused = await deployFile();
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(message);
  });
});

test('prune removes the connectors of a table that left, and no others', async () => {
  const foreign = `${example.name}-sink-foreign`;
  const orders = `${example.name}-sink-orders`;
  await connect.put(foreign, { ...(await connect.config(orders))!, name: foreign });
  const onlyUsers = ['--set', 'spec.tables=[{name: users}]'];
  try {
    const warned = await example.run('plan', ...onlyUsers);
    expect(warned.stderr).toMatch(new RegExp(`warning: .*${orders} .*--prune`));
    const pruned = await plan('--prune', ...onlyUsers);
    expect(pruned.changes).toContainEqual(expect.objectContaining({ object: `connector ${orders}`, action: 'delete' }));
    expect(pruned.left).toContainEqual({ system: 'kafka', object: `topic ${example.keyspace}-orders` });
    expect(await example.run('deploy', '--prune', ...onlyUsers)).toMatchObject({ exitCode: 2 });
    expect(await example.run('deploy', '--prune', '--yes', ...onlyUsers)).toMatchObject({ exitCode: 0 });
    expect(await connect.config(orders)).toBeUndefined();
    expect(await connect.config(foreign)).toBeDefined();
    await expectQuiet('--prune', ...onlyUsers);
    expect((await example.sql('SELECT FROM warehouse.orders')).rowCount).toBe(0);
    // The other one reads the topic of the sink that comes back.
    const asked = await example.run('deploy');
    expect(asked).toMatchObject({ exitCode: 2 });
    expect(asked.stderr).toContain(`${foreign} reads ${example.keyspace}-orders, too`);
    expect(await example.run('deploy', '--yes')).toMatchObject({ exitCode: 0 });
  } finally {
    await connect.delete(foreign);
  }
  await expectQuiet();
}, 60_000);
