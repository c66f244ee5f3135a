import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
let directory: string;
let installed: string;
let files: string[];

const npm = (...argv: string[]) =>
  execFileSync('npm', argv, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Runs the installed executable where nothing is, with nothing of cdcctl in the environment. */
function cdcctl(argv: string[], options: { cwd?: string; timeout?: number } = {}) {
  const { PATH, HOME } = process.env;
  const cwd = options.cwd ?? mkdtempSync(join(directory, 'empty-'));
  const executable = join(directory, 'prefix/bin/cdcctl');
  return spawnSync(executable, argv, {
    cwd,
    env: { PATH, HOME },
    encoding: 'utf8',
    timeout: options.timeout ?? 30_000,
  });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-package-'));
  npm('run', '--silent', 'build');
  const packed = npm('pack', '--ignore-scripts', '--json', '--pack-destination', directory);
  const [{ filename, files: listed }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  files = listed.map(({ path }) => path);
  const prefix = join(directory, 'prefix');
  npm(
    'install',
    '--global',
    '--prefix',
    prefix,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(directory, filename),
  );
  installed = join(prefix, 'lib/node_modules/cdcctl');
}, 180_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the package has what runs, and nothing of how it is made', () => {
  expect([...new Set(files.map((path) => path.split('/')[0]))].sort()).toEqual([
    '.env.example',
    'LICENSE',
    'README.md',
    'bin',
    'compose',
    'dist',
    'man',
    'package.json',
    'schema',
    'templates',
  ]);
  expect(files.filter((path) => path.startsWith('dist/') && !path.endsWith('.js'))).toEqual([]);
  expect(existsSync(join(directory, 'prefix/share/man/man1/cdcctl.1'))).toBe(true);
  expect(readdirSync(join(installed, 'node_modules')).filter((name) => /^(jest|typescript|eslint)/.test(name))).toEqual(
    [],
  );
});

test('it says its version', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(cdcctl(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('where nothing is, validate and render say what to do', () => {
  for (const command of ['validate', 'render']) {
    const { status, stdout, stderr } = cdcctl([command]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/→ .*-f/);
  }
});

test('it validates and renders a definition with the templates of the package', () => {
  const cwd = join(directory, 'project');
  mkdirSync(cwd);
  cpSync(join(installed, 'templates/pipelines/warehouse.yaml'), join(cwd, 'cdcctl.yaml'));
  expect(cdcctl(['validate'], { cwd })).toMatchObject({ status: 0 });
  const rendered = cdcctl(['render', '--kubernetes', '--image', 'registry/cdcctl:1', '--shards', '2'], { cwd });
  expect(rendered).toMatchObject({ status: 0, stdout: expect.stringContaining('kind: Job') as unknown });
  expect(rendered.stderr).toContain('kubectl create secret generic warehouse-cdcctl');
});

/** Minutes, and all programs of the local stack: CDCCTL_TEST_DEMO=1. */
const testDemo = process.env.CDCCTL_TEST_DEMO === '1' ? test : test.skip;
testDemo(
  'the demo runs',
  () => {
    const cwd = mkdtempSync(join(directory, 'demo-'));
    try {
      const { status, stdout, stderr } = cdcctl(['demo', '--count', '1000'], { cwd, timeout: 600_000 });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('equal: every row in Cassandra is in PostgreSQL with the same values, and no other');
    } finally {
      cdcctl(['down', '--volumes'], { cwd, timeout: 120_000 });
    }
  },
  700_000,
);
