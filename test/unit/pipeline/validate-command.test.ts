import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { validateCommand } from '../../../src/cli/validate.js';
import { noWorld } from '../../support/no-world.js';

const minimal = join(import.meta.dirname, '../../golden/definition/valid-minimal/pipeline.yaml');
// Not in the checkout, where a local stack would give the references values.
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdcctl-validate-'));
  copyFileSync(minimal, join(cwd, 'pipeline.yaml'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function validate(...args: string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const context = {
    ...noWorld,
    stdout,
    stderr,
    stdin: new PassThrough(),
    env: {},
    cwd,
    signal: new AbortController().signal,
    now: () => new Date(0),
    setExitCode: (code: number) => stderr.write(`exit ${code}`),
  };
  const program = new Command().addOption(new Option('-o, --output <format>').default('table')).exitOverride();
  program.addCommand(validateCommand(context));
  try {
    await program.parseAsync(['node', 'cdcctl', 'validate', ...args]);
  } finally {
    stdout.end();
  }
  return text(stdout);
}

test('tells pipelines, files, tables and what has no value', async () => {
  expect(await validate('-f', 'pipeline.yaml')).toMatchInlineSnapshot(`
   "PIPELINE   FILES          TABLES  WITHOUT A VALUE HERE
   warehouse  pipeline.yaml  users   POSTGRES_PASSWORD
   "
  `);
});

test('tells of agents that nobody looks at', async () => {
  copyFileSync(join(minimal, '../../valid-agent/pipeline.yaml'), join(cwd, 'pipeline.yaml'));
  expect(await validate('-f', 'pipeline.yaml')).toMatchInlineSnapshot(`
   "PIPELINE   FILES          TABLES  WITHOUT A VALUE HERE  AGENTS, UNCHECKED
   warehouse  pipeline.yaml  users   POSTGRES_PASSWORD     node1, node2
   "
  `);
});

test('JSON has the same', async () => {
  const { data } = JSON.parse(await validate('-o', 'json', '-f', 'pipeline.yaml')) as { data: unknown };
  expect(data).toEqual({
    pipelines: [
      {
        name: 'warehouse',
        files: ['pipeline.yaml'],
        tables: ['users'],
        unresolved: ['POSTGRES_PASSWORD'],
        secrets: [],
        agents: [],
      },
    ],
  });
});

test('--resolve refuses what has no value', async () => {
  await expect(validate('-f', 'pipeline.yaml', '--resolve')).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('pipeline.yaml:26:15: spec.postgresql.password') as string,
  });
});

test('--set is repeatable', async () => {
  const sets = ['--set', 'spec.postgresql.password=x', '--set', 'spec.tables=[{name: orders}, {name: items}]'];
  expect(await validate('-f', 'pipeline.yaml', '--resolve', ...sets)).toContain('orders, items');
});
