import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type SecretCheck } from '../../../src/deploy/secrets/check.js';
import { type RotationReport } from '../../../src/deploy/secrets/rotate.js';
import { generate } from '../../../src/generate/generate.js';
import { loginIn, type SinkLogin } from '../../../src/render/secrets.js';
import { readTables } from '../../../src/tables/read-tables.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { readConfigTopic } from '../../support/config-topic.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { stackDirectory } from '../../support/services.js';
import { postgresOfStack } from '../../support/stack.js';
import { vaultOverlay } from '../../support/vault-overlay.js';

let example: ExamplePipeline;
const rounds = Number(process.env.CDCCTL_TEST_ROTATIONS ?? 2);

beforeAll(async () => {
  example = await openExamplePipeline({ overlay: vaultOverlay() });
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close(), 60_000);

const secretFile = () => join(process.env.CDC_SECRETS_DIR!, `${example.name}.properties`);
const currentLogin = () => loginIn(readFileSync(secretFile(), 'utf8'));

/** Resolves when PostgreSQL takes the login, and says whom the session acts as. */
async function logIn({ username: user, password }: SinkLogin): Promise<unknown> {
  const client = new pg.Client({ ...postgresOfStack(), user, password });
  await client.connect();
  const { rows } = await client.query<{ owner: string }>('SELECT current_user AS owner');
  await client.end();
  return rows[0]?.owner;
}

async function logins(): Promise<string[]> {
  const { rows } = await example.sql('SELECT username FROM warehouse_cdc.sink_logins');
  return rows.map(({ username }) => String(username));
}

async function startLoad(seed: number) {
  const { cassandra, keyspace } = example;
  const tables = await readTables(cassandra, { keyspace, names: ['users', 'orders'] });
  const stop = new AbortController();
  const load = generate({ client: cassandra, tables, seed, ratePerSecond: 200, signal: stop.signal });
  // What fails while nobody waits for it is told at the end.
  load.catch(() => undefined);
  return {
    end: () => {
      stop.abort();
      return load;
    },
  };
}

test(
  'rotations while events flow lose none, and PostgreSQL refuses each login that was',
  async () => {
    const load = await startLoad(3);
    const used: SinkLogin[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = currentLogin();
      expect(await logIn(before)).toBe('warehouse_writer');
      const rotation = await example.run('secrets', 'rotate', '-o', 'json');
      expect(rotation.exitCode).toBe(0);
      const after = currentLogin();
      expect(dataOf<{ pipelines: RotationReport[] }>(rotation).pipelines).toEqual([
        {
          pipeline: example.name,
          connectors: [`${example.name}-sink-users`, `${example.name}-sink-orders`],
          username: after.username,
          ended: [before.username],
          agents: [],
        },
      ]);
      await expect(logIn(before)).rejects.toMatchObject({ code: '28P01' });
      expect(await logins()).toEqual([after.username]);
      used.push(before, after);
    }
    await load.end();
    const { exitCode, report } = await example.verify();
    expect({ exitCode, verdicts: report.tables.map(({ verdict }) => verdict) }).toEqual({
      exitCode: 0,
      verdicts: ['equal', 'equal'],
    });
    expect(report.tables.every(({ rows }) => rows.cassandra > 200)).toBe(true);
    const letters = await example.sql('SELECT FROM warehouse_cdc.dead_letters');
    expect(letters.rowCount).toBe(0);

    const topic = await readConfigTopic();
    expect(topic).toContain(`\${file:${secretFile()}:postgresql.username}`);
    for (const { username, password } of used) {
      expect(topic).not.toContain(password);
      expect(topic).not.toContain(username);
    }
  },
  120_000 * rounds,
);

test('the file is the owner’s alone', () => {
  expect(statSync(secretFile()).mode & 0o777).toBe(0o600);
});

test('everything that the logins made belongs to the role that stays', async () => {
  const { rows } = await example.sql(
    `SELECT DISTINCT owner::regrole::text AS owner FROM (
       SELECT relowner AS owner FROM pg_class WHERE relnamespace::regnamespace::text IN ($1, $2)
       UNION SELECT proowner FROM pg_proc WHERE pronamespace::regnamespace::text IN ($1, $2)
       UNION SELECT typowner FROM pg_type WHERE typnamespace::regnamespace::text IN ($1, $2)
       UNION SELECT nspowner FROM pg_namespace WHERE nspname IN ($1, $2)) AS objects`,
    [example.keyspace, `${example.keyspace}_cdc`],
  );
  expect(rows).toEqual([{ owner: 'warehouse_writer' }]);
});

test('check tells age and lease, and ends with 3 when something is due', async () => {
  const fine = await example.run('secrets', 'check', '-o', 'json');
  const { pipelines } = dataOf<{ pipelines: { secrets: SecretCheck[] }[] }>(fine);
  expect(fine.exitCode).toBe(0);
  expect(pipelines[0]?.secrets).toMatchObject([
    { field: 'spec.cassandra.username', version: 1, due: null },
    { field: 'spec.cassandra.password', version: 1, due: null },
    { field: 'spec.postgresql.username', username: currentLogin().username, due: null },
    { field: 'spec.postgresql.password', secret: 'database/creds/postgresql-writer#password', due: null },
  ]);
  const left = pipelines[0]?.secrets[2]?.secondsLeft ?? 0;
  expect(left).toBeGreaterThan(86_000);
  expect(left).toBeLessThanOrEqual(86_400);
  expect((await example.run('secrets', 'check', '--max-age', '1s')).exitCode).toBe(3);
});

test('deploy keeps a login that works, and makes a new one where the file is gone', async () => {
  const { username } = currentLogin();
  expect((await example.run('deploy')).stdout).toContain('nothing to do');
  expect(currentLogin().username).toBe(username);
  rmSync(secretFile());
  expect((await example.run('deploy', '--wait')).exitCode).toBe(0);
  expect(currentLogin().username).not.toBe(username);
  expect(await logIn(currentLogin())).toBe('warehouse_writer');
  // The sinks may still have the one before: it ends with the next rotation.
  expect(await logins()).toContain(username);
  expect((await example.run('secrets', 'rotate')).exitCode).toBe(0);
  expect(await logins()).toEqual([currentLogin().username]);
}, 60_000);

test('commands leave no login of their own behind', async () => {
  const everyone = async () => {
    const { rows } = await example.sql('SELECT rolname FROM pg_roles');
    return rows.map(({ rolname }) => String(rolname));
  };
  const before = await everyone();
  expect((await example.run('status')).exitCode).toBe(0);
  expect((await example.run('verify', '--table', 'none')).exitCode).toBe(2);
  // Leases of those before may end meanwhile.
  expect((await everyone()).filter((name) => !before.includes(name))).toEqual([]);
});

test('a rotation that the sinks do not take is rolled back', async () => {
  const before = currentLogin();
  await example.sql('REVOKE INSERT ON warehouse_cdc.users_inlet FROM warehouse_writer');
  await example.cql("INSERT INTO warehouse.users (user_id, email) VALUES (00000000-0000-4000-8000-000000000001, 'a')");
  const refused = await example.run('secrets', 'rotate', '--timeout', '15s');
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain('FAILED on');
  expect(refused.stderr).toContain(
    `the secrets from before are in place again, and restarted with them: ${example.name}-sink-users`,
  );
  expect(currentLogin()).toEqual(before);
  expect(await logIn(before)).toBe('warehouse_writer');
  expect(await logins()).toEqual([before.username]);
  await example.sql('GRANT INSERT ON warehouse_cdc.users_inlet TO warehouse_writer');
  expect((await example.run('deploy', '--wait')).exitCode).toBe(0);
  expect((await example.verify()).exitCode).toBe(0);
}, 120_000);

describe('a rotation that is interrupted when the new login is in the file', () => {
  async function interrupt(signal: NodeJS.Signals) {
    const before = currentLogin();
    const rotation = spawn(join(process.cwd(), 'bin/cdcctl'), ['secrets', 'rotate', ...example.files], {
      cwd: stackDirectory,
      stdio: 'ignore',
    });
    const ended = once(rotation, 'exit');
    await waitFor({ what: 'another login in the file', timeoutMs: 20_000, intervalMs: 5 }, () =>
      Promise.resolve(currentLogin().username === before.username ? undefined : true),
    );
    const written = currentLogin();
    rotation.kill(signal);
    const [exitCode] = (await ended) as [number | null];
    return { before, written, exitCode };
  }

  test('leaves two logins that work when it is killed, and the next one ends both', async () => {
    const load = await startLoad(5);
    const { before, written } = await interrupt('SIGKILL');
    expect(await logIn(before)).toBe('warehouse_writer');
    expect(await logIn(written)).toBe('warehouse_writer');
    expect((await logins()).sort()).toEqual([before.username, written.username].sort());
    expect((await example.run('deploy')).stdout).toContain('nothing to do');
    expect((await example.run('secrets', 'rotate')).exitCode).toBe(0);
    await expect(logIn(before)).rejects.toMatchObject({ code: '28P01' });
    await expect(logIn(written)).rejects.toMatchObject({ code: '28P01' });
    expect(await logins()).toEqual([currentLogin().username]);
    await load.end();
    expect((await example.verify()).exitCode).toBe(0);
  }, 240_000);

  test('puts the login from before back on Ctrl-C', async () => {
    const { before, written, exitCode } = await interrupt('SIGINT');
    expect(exitCode).toBe(130);
    expect(currentLogin()).toEqual(before);
    expect(await logIn(before)).toBe('warehouse_writer');
    await expect(logIn(written)).rejects.toMatchObject({ code: '28P01' });
    expect(await logins()).toEqual([before.username]);
  }, 240_000);
});

test('undeploy ends the login', async () => {
  const last = currentLogin();
  expect((await example.run('undeploy', '--yes')).exitCode).toBe(0);
  await expect(logIn(last)).rejects.toMatchObject({ code: '28P01' });
  expect((await example.run('deploy', '--wait')).exitCode).toBe(0);
}, 120_000);
