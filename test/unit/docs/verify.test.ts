import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { verifyFormats } from '../../../src/cli/verify-report/formats.js';

const document = readFileSync(join(import.meta.dirname, '../../../docs/verify.md'), 'utf8');
const [github, gitlab] = [...document.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => parse(yaml!) as unknown) as [
  { jobs: { verify: { steps: { name?: string; run?: string; if?: string; with?: Record<string, string> }[] } } },
  {
    verify: {
      script: string[];
      retry: object;
      allow_failure: object;
      artifacts: { when: string; paths: string[]; reports: { junit: string } };
    };
  },
];
const steps = github.jobs.verify.steps;
const githubScript = steps.find(({ name }) => name === 'Compare')!.run!;

let directory: string;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cdcctl-docs-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs a script as CI does, with a cdcctl that ends with one exit code after the other. */
function run(shell: string[], script: string, exitCodes: number[]) {
  const calls = join(directory, 'calls');
  writeFileSync(calls, '');
  const stub = (name: string, text: string) => {
    writeFileSync(join(directory, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(directory, name), 0o755);
  };
  stub('sleep', 'exit 0');
  stub('npm', 'exit 0');
  stub('cdcctl', `codes=(${exitCodes.join(' ')})\nn=$(wc -l < ${calls})\necho "$*" >> ${calls}\nexit "\${codes[$n]}"`);
  const { status, stdout } = spawnSync(shell[0]!, [...shell.slice(1), '-c', script], {
    cwd: directory,
    env: { PATH: `${directory}:${process.env.PATH}` },
    encoding: 'utf8',
  });
  return { status, stdout, calls: readFileSync(calls, 'utf8').trimEnd().split('\n') };
}

test.each([
  [[0], 0, ''],
  [[3], 3, '::error::PostgreSQL differs'],
  [[4, 0], 0, 'trying once more'],
  [[4, 3], 3, '::error::PostgreSQL differs'],
  [[4, 4], 4, '::error::not every row'],
  [[5], 5, '::error::verify failed with exit code 5'],
  [[6], 6, '::error::verify failed with exit code 6'],
])('GitHub: exit codes %j make %i', (exitCodes, status, text) => {
  const result = run(['bash', '-e'], githubScript, exitCodes);
  expect(result.status).toBe(status);
  expect(result.stdout).toContain(text);
  expect(result.calls).toHaveLength(exitCodes.length);
});

test.each([0, 3, 4, 5, 6])('GitLab: exit code %i is that of the job', (status) => {
  const script = gitlab.verify.script.join('\n');
  expect(run(['bash', '-eo', 'pipefail'], script, [status]).status).toBe(status);
});

test('GitLab runs an inconclusive comparison once more, and only that may fail', () => {
  const { retry, allow_failure, artifacts } = gitlab.verify;
  expect({ retry, allow_failure }).toEqual({ retry: { max: 1, exit_codes: 4 }, allow_failure: { exit_codes: 4 } });
  expect(artifacts).toMatchObject({ when: 'always', paths: ['reports/'], reports: { junit: 'reports/verify.xml' } });
});

test('GitHub keeps and shows the reports whatever the outcome', () => {
  const after = steps.slice(steps.findIndex(({ name }) => name === 'Compare') + 1);
  expect(after.map((step) => step.if)).toEqual(['always()', 'always()']);
  expect(after.map((step) => step.with?.path ?? step.with?.report_paths)).toEqual(['reports/', 'reports/verify.xml']);
});

test.each([githubScript, gitlab.verify.script.join('\n')])(
  'the scripts are correct shell and write known formats',
  (script) => {
    expect(spawnSync('bash', ['-n', '-c', script]).status).toBe(0);
    const endings = [...script.matchAll(/--report reports\/verify(\.\w+)/g)].map(([, ending]) => ending);
    const known = [...Object.values(verifyFormats).map(({ ending }) => ending), '.json'];
    expect(endings.sort()).toEqual(known.sort());
  },
);
