import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loginIn } from '../../../src/render/secrets.js';
import { waitFor } from '../../../src/wait.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { writeDefinition } from '../../support/operator-definition.js';
import { followPage, type Happenings } from '../../support/operator-page.js';
import { OperatorShell } from '../../support/operator-shell.js';
import { killService, servicesOfStack, stackDirectory, startServices } from '../../support/services.js';
import { vaultOverlay } from '../../support/vault-overlay.js';

let example: ExamplePipeline;
let directory: string;
let shell: OperatorShell;

beforeAll(async () => {
  example = await openExamplePipeline({
    cql: ['CREATE TABLE warehouse.people (id int PRIMARY KEY, name text, age int) WITH cdc = true'],
    tables: '    - name: people\n',
    overlay: vaultOverlay(),
  });
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-runbooks-'));
  writeDefinition(directory, example.files);
  shell = new OperatorShell(directory, { CDCCTL_DIR: stackDirectory });
  expect(await example.run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
}, 180_000);

afterAll(async () => {
  shell.close();
  rmSync(directory, { recursive: true });
  await example.close();
}, 120_000);

let lastId = 0;

async function write(count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    await example.cql(`INSERT INTO warehouse.people (id, name) VALUES (${++lastId}, 'name')`);
  }
}

/** Writes, and returns when all of it is in PostgreSQL. */
async function settled(count: number): Promise<void> {
  await write(count);
  await waitFor({ what: 'the rows to arrive', timeoutMs: 60_000 }, async () => {
    const { rowCount } = await example.sql('SELECT FROM warehouse.people WHERE id = $1', [lastId]);
    return rowCount === 1 ? true : undefined;
  });
}

async function untilFailed(): Promise<void> {
  await waitFor({ what: 'a task to fail', timeoutMs: 90_000 }, async () =>
    (await example.run('status')).exitCode === 3 ? true : undefined,
  );
}

async function follow(page: string, happenings: Happenings) {
  const outputs = await followPage(`docs/runbooks/${page}`, { shell, happenings });
  expect((await example.verify()).exitCode).toBe(0);
  return outputs;
}

/** These take minutes, and kill services: CDCCTL_TEST_LONG=1. */
const long = process.env.CDCCTL_TEST_LONG === '1' ? test : test.skip;

long(
  'a mismatch was found',
  async () => {
    await settled(5);
    const outputs = await follow('mismatch.md', {
      'How to tell': async () => {
        await example.sql("UPDATE warehouse.people SET name = 'tampered' WHERE id = 1");
        await example.sql("INSERT INTO warehouse.people (id, name) VALUES (-1, 'only here')");
      },
    });
    expect(outputs.get('How to tell')).toContain('changed-in-postgresql');
  },
  180_000,
);

long(
  'the schema has changed',
  async () => {
    const outputs = await follow('schema-changed.md', {
      'How to tell': async () => {
        await example.cql('ALTER TABLE warehouse.people ADD city text');
        await example.cql('ALTER TABLE warehouse.people DROP age');
        // An INSERT sooner after a change of the schema would be lost by the source.
        await sleep(3000);
        await example.cql("INSERT INTO warehouse.people (id, name, city) VALUES (1, 'moved', 'Ulm')");
        await settled(1);
      },
    });
    expect(outputs.get('How to tell')).toMatch(/city/);
    const { rows } = await example.sql('SELECT city FROM warehouse.people WHERE id = 1');
    expect(rows).toEqual([{ city: 'Ulm' }]);
  },
  180_000,
);

long(
  'a sink has failed',
  async () => {
    const outputs = await follow('sink-failed.md', {
      'How to tell': async () => {
        await example.sql('DROP TABLE warehouse_cdc.people_inlet CASCADE');
        await write(5);
        await untilFailed();
      },
    });
    expect(outputs.get('How to tell')).toContain('people_inlet');
    expect(outputs.get('What to do')).toContain('as deployed');
  },
  240_000,
);

long(
  'load everything again',
  async () => {
    await settled(1);
    await follow('load-again.md', { 'How to tell': () => example.sql('DELETE FROM warehouse_cdc.people_rows') });
  },
  300_000,
);

const locked: Happenings = {
  'How to tell': async () => {
    const file = join(process.env.CDC_SECRETS_DIR!, `${example.name}.properties`);
    const { username } = loginIn(readFileSync(file, 'utf8'));
    await example.sql(`ALTER ROLE "${username}" NOLOGIN`);
    await example.sql('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [username]);
    await write(5);
    await untilFailed();
  },
};

/** Takes the port of the source's health, and answers nobody. */
const healthPort = createServer((socket) => socket.destroy());
const stuck: Happenings = {
  'How to tell': async () => {
    await example.run('stop', '--node', 'node1');
    await new Promise<void>((done) => {
      healthPort.listen(Number(process.env.CDC_HEALTH_PORT), done);
    });
    await example.run('resume', '--node', 'node1', '--no-wait');
    await write(5);
    await untilFailed();
  },
  'cdcctl restart --failed': () => new Promise((done) => healthPort.close(done)),
};

const filling: Happenings = {
  'How to tell': async () => {
    await example.run('pause', '--node', 'node1');
    await write(20);
    await sleep(1000);
  },
};

const replaced: Happenings = {
  // The worker of a new node has run no source before.
  'cdcctl deploy --prune --yes --wait': async () => {
    await example.run('stop', '--node', 'node1');
    await write(5);
    await killService((await servicesOfStack()).connect);
    await startServices();
  },
};

long(
  'incidents of logins, sources and nodes',
  async () => {
    await follow('credentials.md', locked);
    const outputs = await follow('source-stuck.md', stuck);
    expect(outputs.get('How to tell')).toContain('Address already in use');
    expect((await follow('commit-log-space.md', filling)).get('How to tell')).toContain('STOPPED source');
    // The last, since it leaves the definition with another node.
    await follow('node-replaced.md', replaced);
    expect((await shell.run('cdcctl status')).output).toContain('source-node2');
  },
  1_800_000,
);

long(
  'what the page of alerts tells to run does no harm where nothing is wrong',
  async () => {
    await settled(1);
    await follow('alerts.md', {});
  },
  300_000,
);
