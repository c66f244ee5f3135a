import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectClient } from '../../../src/clients/connect.js';
import { type PlanReport } from '../../../src/deploy/plan.js';
import { type Finding } from '../../../src/import/finding.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackOfTests } from '../../support/stack.js';

let pipeline: ExamplePipeline;
let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'cdcctl-import-'));
  pipeline = await openExamplePipeline({
    overlay: `
  source: { connector: { max.batch.size: 4096 } }
  sink: { connector: { connection.pool.max_size: 8 } }`,
    tables: `
    - { name: users, columns: { exclude: [email] } }
    - { name: orders, target: purchases, sink: { batchSize: 500 } }`,
  });
});

afterAll(async () => {
  await pipeline.close();
  rmSync(cwd, { recursive: true });
});

test('the definition of connectors that cdcctl deployed plans to nothing', async () => {
  expect(await pipeline.run('deploy', '--yes')).toMatchObject({ exitCode: 0 });
  const file = join(cwd, 'own.yaml');
  // In the directory of the stack, whose variables tell the rest.
  const options = { cwd: process.env.CDCCTL_TEST_STACK_DIR! };
  const imported = await cdcctl(['import', '--connector', `${pipeline.name}-*`, '--to', file, '-o', 'json'], options);
  expect(imported).toMatchObject({ exitCode: 0, stderr: '' });
  const { findings } = dataOf<{ findings: Finding[] }>(imported);
  expect(findings.filter(({ severity }) => severity !== 'unknown')).toEqual([]);
  expect(readFileSync(file, 'utf8')).not.toContain(process.env.POSTGRES_PASSWORD);
  // How to speak TLS with Cassandra and Kafka is nothing that connectors tell.
  const tls = pipeline.files.filter((one) => one.endsWith('/tls.yaml')).flatMap((one) => ['-f', one]);
  const planned = await cdcctl(['plan', '-f', file, ...tls, '-o', 'json'], options);
  expect(planned).toMatchObject({ exitCode: 0 });
  expect(dataOf<{ pipelines: PlanReport[] }>(planned).pipelines).toMatchObject([
    { pipeline: pipeline.name, changes: [] },
  ]);
});

test('a stock sink in the same cluster is read with the topics that it has, and its faults are named', async () => {
  const connect = new ConnectClient(stackOfTests().connect);
  const name = `stock-${pipeline.name}`;
  await connect.put(name, {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'topics.regex': `${pipeline.keyspace}-(users|orders)`,
    'connection.url': `jdbc:postgresql://127.0.0.1:${process.env.POSTGRES_PORT!}/${process.env.POSTGRES_DB!}`,
    'connection.username': process.env.POSTGRES_USER!,
    'connection.password': process.env.POSTGRES_PASSWORD!,
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_key',
    'errors.tolerance': 'all',
  });
  try {
    // Connect lists a connector a moment after it has taken it.
    await waitFor({ what: `${name} to be listed`, timeoutMs: 30_000 }, async () =>
      (await connect.connectors()).get(name)?.status === undefined ? undefined : true,
    );
    const imported = await cdcctl(
      ['import', '--connector', name, '--keyspace', pipeline.keyspace, '--to', join(cwd, 'stock.yaml'), '-o', 'json'],
      { cwd: process.env.CDCCTL_TEST_STACK_DIR! },
    );
    expect(imported).toMatchObject({ exitCode: 3, stderr: '' });
    const { findings, tables } = dataOf<{ findings: Finding[]; tables: string[] }>(imported);
    expect([...tables].sort()).toEqual(['orders', 'users']);
    expect(findings.filter(({ severity }) => severity === 'wrong').map(({ setting }) => setting)).toEqual([
      'insert.mode',
      'delete.enabled',
      'errors.tolerance',
      'transforms',
      'connection.password',
    ]);
    expect(imported.stdout).not.toContain(process.env.POSTGRES_PASSWORD);
  } finally {
    await connect.delete(name);
  }
});
