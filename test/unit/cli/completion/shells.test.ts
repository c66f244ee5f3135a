import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cdcctl } from '../../../support/cli.js';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-completion-'));
  symlinkSync(join(import.meta.dirname, '../../../../bin/cdcctl'), join(directory, 'cdcctl'));
  // A checkout that has changed is built at the first start, which tells so.
  spawnSync(join(directory, 'cdcctl'), ['--version']);
  writeFileSync(
    join(directory, 'cdcctl.yaml'),
    `apiVersion: cdcctl/v1
kind: Pipeline
metadata: { name: shop }
spec:
  cassandra: { contactPoints: [10.0.0.1:9042], localDataCenter: dc1, keyspace: shop }
  source:
    nodes: [{ id: n1, connectUrl: http://10.0.0.1:8083, driverConfig: /d, relocationDirectory: /r, offsetDirectory: /o }]
  kafka: { bootstrapServers: [10.0.0.2:9092] }
  schemaRegistry: { url: 'http://10.0.0.3:8081' }
  connect: { url: 'http://10.0.0.4:8083' }
  postgresql: { host: 10.0.0.5, database: shop, username: writer, password: secret }
  tables: [{ name: customers }, { name: orders }]
`,
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

async function words(...argv: string[]): Promise<string[]> {
  const run = await cdcctl(['completion', 'bash', '--', ...argv], { cwd: directory, env: {} });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return run.stdout.split('\n').filter((line) => line !== '');
}

test.each([
  [['sta'], ['status']],
  [
    ['offsets', ''],
    ['get', 'set', 'reset'],
  ],
  [
    ['offsets', 'set', '--to'],
    ['--to', '--to-time'],
  ],
  [
    ['-o', ''],
    ['table', 'json', 'yaml', 'junit', 'html'],
  ],
  [
    ['status', '--output=j'],
    ['--output=json', '--output=junit'],
  ],
  [
    ['pause', '--table', ''],
    ['customers', 'orders'],
  ],
  [['pause', '--node', ''], ['n1']],
  [['stop', '--connector', 'shop-sink-c'], ['shop-sink-customers']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['verify', '-f', ''], []],
  [['pause', '-f', 'not-there.yaml', '--table', ''], []],
])('%j', async (argv, expected) => {
  expect(await words(...argv)).toEqual(expected);
});

test('a shell that there is no script for', async () => {
  expect((await cdcctl(['completion', 'tcsh'])).exitCode).toBe(2);
});

/** What each shell itself makes of the beginning of a line. */
const shells = {
  bash: (line: string) => `
    source <(cdcctl completion bash)
    COMP_WORDS=(${line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ')}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
    _cdcctl; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (line: string) => `
    compdef() { :; }
    _describe() { print -l -- \${(@)candidates%%:*} }
    _files() { print files }
    source <(cdcctl completion zsh)
    words=(${line
      .split(' ')
      .map((word) => `'${word}'`)
      .join(' ')}); CURRENT=\${#words}
    _cdcctl`,
  fish: (line: string) => `cdcctl completion fish | source; complete -C '${line}' | cut -f1`,
};

const isInstalled = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

// bash is everywhere; the others where they are installed.
describe.each(Object.entries(shells).filter(([shell]) => shell === 'bash' || isInstalled(shell)))(
  '%s',
  (shell, script) => {
    test.each([
      ['cdcctl rest', ['restart']],
      ['cdcctl pause --table cu', ['customers']],
      ['cdcctl offsets re', ['reset']],
    ])(
      '%s',
      (line, expected) => {
        const { stdout, stderr } = spawnSync(shell, ['-c', script(line)], {
          encoding: 'utf8',
          cwd: directory,
          env: { PATH: `${directory}:${process.env.PATH}`, HOME: directory },
        });
        expect({ stderr, words: stdout.split('\n').filter((word) => word !== '') }).toEqual({
          stderr: '',
          words: expected,
        });
      },
      30_000,
    );
  },
);
