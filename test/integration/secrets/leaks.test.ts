import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cdcctl } from '../../support/cli.js';
import { readConfigTopic } from '../../support/config-topic.js';
import { type DevVault, startDevVault } from '../../support/dev-vault.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { filesBelow } from '../../support/files-below.js';
import { stackDirectory } from '../../support/services.js';
import { absentUrl, httpOfStack, stackOfTests } from '../../support/stack.js';

/** Secrets that are found wherever they turn up; each comes from another place. */
const canaries = {
  env: 'canary-of-the-environment-1',
  dotenv: 'canary-of-a-dotenv-file-2',
  file: 'canary-of-a-file-3',
  vault: 'canary-of-vault-4',
  cassandra: 'canary-of-cassandra-5',
  secretId: 'canary-secret-id-6',
  literal: 'canary-of-an-option-7',
};
const { CDC_STORE_PASSWORD, KAFKA_PASSWORD } = process.env;
/** With TLS, the stack has more. */
const all = [...Object.values(canaries), CDC_STORE_PASSWORD, KAFKA_PASSWORD].filter((one) => one !== undefined);

/** Where the password of PostgreSQL can come from. */
const sources = {
  env: '${env:CANARY_ENV}',
  dotenv: '${env:CANARY_DOTENV}',
  file: '',
  vault: '${vault:secret/data/canaries#password}',
  literal: canaries.literal,
};
type Source = keyof typeof sources;

let vault: DevVault;
let example: ExamplePipeline;
let directory: string;
let secretsDirectory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-leaks-'));
  secretsDirectory = join(process.env.CDC_SECRETS_DIR!, 'leaks');
  writeFileSync(join(directory, 'password'), `${canaries.file}\n`);
  writeFileSync(join(directory, 'canaries.env'), `CANARY_DOTENV=${canaries.dotenv}\n`);
  sources.file = `\${file:${join(directory, 'password')}}`;
  vault = await startDevVault();
  await vault.root.write('secret/data/canaries', { data: { password: canaries.vault, cassandra: canaries.cassandra } });
  await vault.root.write('sys/policies/acl/reader', { policy: 'path "secret/data/*" { capabilities = ["read"] }' });
  await vault.root.write('sys/auth/approle', { type: 'approle' });
  await vault.root.write('auth/approle/role/app', { token_policies: ['reader'] });
  await vault.root.write('auth/approle/role/app/role-id', { role_id: 'app' });
  await vault.root.write('auth/approle/role/app/custom-secret-id', { secret_id: canaries.secretId });
  example = await openExamplePipeline({
    overlay: `  cassandra: { username: reader, password: '\${vault:secret/data/canaries#cassandra}' }
  secrets:
    directory: ${secretsDirectory}
    vault: { address: '${vault.url}', auth: { appRole: { roleId: app, secretId: '\${env:CANARY_SECRET_ID}' } } }
`,
  });
  // Without TLS, Cassandra takes any login.
  if (stackOfTests().cassandra.tls !== undefined) {
    await example.cql(
      `CREATE ROLE IF NOT EXISTS reader WITH PASSWORD = '${canaries.cassandra}' AND LOGIN = true AND SUPERUSER = true`,
    );
  }
  for (const source of Object.keys(sources) as Source[]) {
    await example.sql(`CREATE ROLE ${roleOf(source)} SUPERUSER LOGIN PASSWORD '${canaries[source]}'`);
  }
}, 120_000);

afterAll(async () => {
  await run('env', ['undeploy', '--data', '--yes']);
  for (const source of Object.keys(sources) as Source[]) {
    await example.sql(`REASSIGN OWNED BY ${roleOf(source)} TO ${process.env.POSTGRES_USER}`);
    await example.sql(`DROP ROLE ${roleOf(source)}`);
  }
  await example.close();
  await vault.close();
  rmSync(directory, { recursive: true });
  rmSync(secretsDirectory, { recursive: true, force: true });
}, 60_000);

const roleOf = (source: Source) => `${example.keyspace}_${source}`;

/** Runs a command with the password from a source, and expects no canary in what it says. */
async function run(source: Source, argv: string[], more: string[] = []) {
  const login = [`spec.postgresql.username=${roleOf(source)}`, `spec.postgresql.password=${sources[source]}`];
  // Left empty: the driver's configuration is then delivered, too.
  const driver = 'spec.source.nodes.node1.driverConfig=${env:NONE:-}';
  const result = await cdcctl(
    [
      ...argv,
      ...example.files,
      '--env-file',
      join(directory, 'canaries.env'),
      ...[driver, ...login].flatMap((set) => ['--set', set]),
      ...more,
    ],
    {
      cwd: stackDirectory,
      env: { ...process.env, CANARY_ENV: canaries.env, CANARY_SECRET_ID: canaries.secretId },
    },
  );
  expectNoCanary(`${argv.join(' ')} ${more.join(' ')}`, result.stdout + result.stderr);
  return result;
}

function expectNoCanary(where: string, text: string): void {
  expect({ where, found: all.filter((canary) => text.includes(canary)) }).toEqual({ where, found: [] });
}

const tour = [
  ['validate'],
  ['validate', '--resolve'],
  ['render'],
  ['plan'],
  ['plan', '--set', 'spec.secrets.delivery=inline'],
  ['deploy', '--dry-run'],
  ['deploy', '--wait'],
  ['deploy'],
  ['generate', '--count', '50'],
  ['status'],
  ['lag', '--sample', '0s'],
  ['offsets', 'get'],
  ['validate', '--live'],
  ['snapshot', '--table', 'users'],
  ['reconcile'],
  ['recover'],
  ['schema', 'diff'],
  ['verify', '--max-wait', '20s'],
  ['secrets', 'check'],
  ['secrets', 'rotate'],
];

const outputs = [['-v'], ['-v', '-o', 'json', '--log-format', 'json']];

/** Each command has each output with about half of the sources; with all of them where CDCCTL_TEST_EVERY_OUTPUT=1. */
function outputsOf(source: Source, command: number): string[][] {
  const turn = Object.keys(sources).indexOf(source) + command;
  return process.env.CDCCTL_TEST_EVERY_OUTPUT === '1' ? outputs : [outputs[turn % outputs.length]!];
}

describe.each(Object.keys(sources) as Source[])('a password from %s', (source) => {
  test('is in no output of any command, and the commands work', async () => {
    for (const [index, argv] of tour.entries()) {
      for (const flags of outputsOf(source, index)) {
        const { exitCode, stderr } = await run(source, argv, flags);
        expect(`${argv.join(' ')}: ${exitCode} ${stderr}`).toContain(`${argv.join(' ')}: 0 `);
      }
    }
    // It was used: the sinks have it, in files that only the owner can read.
    const files = filesBelow(secretsDirectory);
    const content = files.map((file) => readFileSync(file, 'utf8')).join('');
    expect(content).toContain(canaries[source]);
    expect(content).toContain(canaries.cassandra);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
  }, 240_000);

  test('is in no message of a command that fails', async () => {
    const failures: [string[], string[], number][] = [
      [['deploy'], ['--set', 'spec.postgresql.port=1'], 5],
      [['deploy'], ['--set', `spec.postgresql.username=${roleOf(source === 'env' ? 'file' : 'env')}`], 6],
      [['deploy'], ['--set', 'spec.postgresql.database=none'], 2],
      [['deploy'], ['--set', `spec.connect.url=${absentUrl()}`], 5],
      [['deploy'], ['--set', 'spec.bogus=1'], 2],
      [['deploy'], ['--set', 'spec.secrets.directory=/dev/null/none'], 2],
      [['deploy'], ['--set', `spec.postgresql.host=${sources[source]} x`], 2],
      [['verify'], ['--set', 'spec.cassandra.contactPoints=127.0.0.1:1'], 5],
      [['secrets', 'check'], ['--set', 'spec.secrets.vault.address=http://127.0.0.1:1'], 5],
      [['secrets', 'check'], ['--set', 'spec.secrets.vault.auth.appRole.mount=none'], 6],
      [['secrets', 'rotate'], ['--set', 'spec.cassandra.password=${vault:secret/data/canaries#none}'], 6],
      [['secrets', 'rotate'], ['--set', 'spec.secrets.delivery=env'], 2],
    ];
    for (const [index, [argv, sets, exitCode]] of failures.entries()) {
      for (const flags of outputsOf(source, index)) {
        const result = await run(source, argv, [...sets, ...flags]);
        // A written password is text like any other in a wrong field.
        if (source === 'literal' && sets[1]?.startsWith('spec.postgresql.host=')) continue;
        const told = [...argv, ...sets].join(' ');
        expect(`${told}: ${result.exitCode} ${result.stderr}`).toContain(`${told}: ${exitCode} `);
        expect(result.stderr).not.toMatch(/\n\s+at /);
      }
    }
  }, 120_000);
});

test('what is rendered, reported and kept holds none', async () => {
  const rendered = join(directory, 'rendered');
  mkdirSync(rendered);
  expect((await run('vault', ['render', '--output-dir', rendered])).exitCode).toBe(0);
  expect((await run('vault', ['render'], ['--set', 'spec.secrets.delivery=inline'])).stdout).toContain('<hidden>');
  expect((await run('env', ['render', '--kubernetes'])).exitCode).toBe(0);
  expect((await run('env', ['deploy', '--wait'])).exitCode).toBe(0);
  const reports = ['report.json', 'report.xml', 'report.html'].map((name) => join(directory, name));
  expect((await run('env', ['verify', ...reports.flatMap((file) => ['--report', file])])).exitCode).toBe(0);
  const plan = join(directory, 'reviewed.plan');
  expect((await run('file', ['plan', '--out', plan, '--set', 'spec.secrets.delivery=inline'])).exitCode).toBe(0);
  const kept = filesBelow(join(stackDirectory, '.cdcctl/logs')).filter((file) => /connect|vault/.test(file));
  const files = [...filesBelow(rendered), ...reports, plan, join(stackDirectory, '.cdcctl/stack.json'), ...kept];
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expectNoCanary(file, readFileSync(file, 'utf8'));
}, 120_000);

test('neither Connect nor PostgreSQL keeps one', async () => {
  expect((await run('vault', ['deploy', '--wait'])).exitCode).toBe(0);
  const topic = await readConfigTopic();
  expect(topic).toContain(`${secretsDirectory}/${example.name}.properties:postgresql.password`);
  expectNoCanary('the config topic', topic);
  for (const path of ['?expand=info&expand=status', `/${example.name}-sink-users/tasks`]) {
    const { data } = await httpOfStack('connect').get<unknown>(`/connectors${path}`);
    expectNoCanary(path, JSON.stringify(data));
  }
  const { rows: tables } = await example.sql(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1`,
    [`${example.keyspace}_cdc`],
  );
  expect(tables.length).toBeGreaterThan(5);
  for (const { name } of tables) {
    const { rows } = await example.sql(`SELECT t::text FROM ${String(name)} AS t`);
    expectNoCanary(String(name), JSON.stringify(rows));
  }
}, 120_000);
