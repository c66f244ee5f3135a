import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cdcctl } from '../../support/cli.js';
import { absentUrl } from '../../support/stack.js';

/** Nothing listens there. */
const nowhere = '127.0.0.1:1';

describe('bad input gets a clear error, the right exit code and no stack trace', () => {
  test.each([
    ['an unknown command', ['delpoy'], 2, /unknown command 'delpoy'[\s\S]*deploy/],
    ['a file that is not there', ['deploy', '-f', 'nope.yaml'], 2, /nope\.yaml: the file cannot be read/],
    ['an unknown field', ['deploy', '--set', 'spec.bogus=1'], 2, /spec\.bogus: this field is not known/],
    [
      'an unknown table',
      ['deploy', '--set', 'spec.tables.users.name=nope'],
      2,
      /no such table in Cassandra: warehouse\.nope/,
    ],
    ['an unknown column', ['deploy', '--set', 'spec.tables.users.columns.exclude=[nope]'], 2, /nope: no such column/],
    ['an unknown data centre', ['verify', '--set', 'spec.cassandra.localDataCenter=nope'], 2, /localDataCenter/],
    [
      'Cassandra unreachable',
      ['verify', '--set', `spec.cassandra.contactPoints=${nowhere}`],
      5,
      /cannot connect to Cassandra/,
    ],
    ['Connect unreachable', ['deploy', '--set', `spec.connect.url=${absentUrl()}`], 5, /cannot reach Kafka Connect/],
    ['Kafka unreachable', ['deploy', '--set', `spec.kafka.bootstrapServers=${nowhere}`], 5, /Kafka: /],
    [
      'the registry unreachable',
      ['deploy', '--set', `spec.schemaRegistry.url=${absentUrl()}`],
      5,
      /cannot reach the schema registry/,
    ],
    ['PostgreSQL unreachable', ['verify', '--set', 'spec.postgresql.port=1'], 5, /cannot connect to PostgreSQL/],
    [
      'a wrong password',
      ['deploy', '--set', 'spec.postgresql.password=canary-secret'],
      6,
      /PostgreSQL refused the login/,
    ],
    ['an unknown database', ['deploy', '--set', 'spec.postgresql.database=nope'], 2, /database "nope" does not exist/],
    ['an option without its value', ['verify', '--max-wait', 'soon'], 2, /duration/],
    ['no confirmation off a terminal', ['undeploy'], 2, /--yes/],
  ])('%s', async (_what, argv, exitCode, message) => {
    const result = await cdcctl(argv, { cwd: process.env.CDCCTL_TEST_STACK_DIR! });
    expect(result).toMatchObject({ exitCode, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n\s+at |canary-secret/);
  });

  test('with -o json the error is in the envelope too', async () => {
    const result = await cdcctl(['verify', '-o', 'json', '--set', 'spec.postgresql.port=1'], {
      cwd: process.env.CDCCTL_TEST_STACK_DIR!,
    });
    expect(JSON.parse(result.stdout)).toMatchObject({
      schemaVersion: 1,
      command: 'verify',
      ok: false,
      data: null,
      error: { kind: 'unreachable', message: expect.stringContaining('PostgreSQL') as unknown },
    });
  });
});

test('a result that does not fit on the disk is told, and is not taken for a whole one', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(join(process.cwd(), 'bin/cdcctl'), ['completion', 'bash'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({
    status: 4,
    stderr: 'error: the result cannot be written (no space is left on the device)\n',
  });
});
