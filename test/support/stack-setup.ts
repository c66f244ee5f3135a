import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

declare global {
  /** For the teardown, which runs in the same process; undefined when the stack was there before. */
  var removeStackOfTests: (() => void) | undefined;
}

/**
 * Starts one stack for the whole run, native or with CDCCTL_TEST_RUNTIME=compose of containers, and puts its addresses into
 * the environment of the tests. With CDCCTL_TEST_STACK_DIR the stack of that directory is used, started if need be, and left
 * running.
 * The command line is run because jest loads its setup without the settings by which tests import the sources.
 */
export default function setUpStack({ rootDir }: { rootDir: string }): void {
  const cdcctl = (...args: string[]): string => run(join(rootDir, 'bin', 'cdcctl'), args);
  const given = process.env.CDCCTL_TEST_STACK_DIR;
  const directory = given ?? mkdtempSync(join(tmpdir(), 'cdcctl-test-stack-'));
  if (given === undefined) {
    globalThis.removeStackOfTests = () => {
      cdcctl('down', '--volumes', '--dir', directory);
      rmSync(directory, { recursive: true, force: true });
    };
  }
  try {
    const runtime = process.env.CDCCTL_TEST_RUNTIME ?? 'native';
    const tls = process.env.CDCCTL_TEST_TLS === '1' ? '--tls' : '--no-tls';
    cdcctl('up', '--dir', directory, '--runtime', runtime, tls);
  } catch (error) {
    // Jest runs no teardown after a setup that failed.
    globalThis.removeStackOfTests?.();
    throw error;
  }
  const { data } = JSON.parse(cdcctl('env', '--dir', directory, '-o', 'json')) as { data: Record<string, string> };
  Object.assign(process.env, data, { CDCCTL_TEST_STACK_DIR: directory });
  // Containers come with the example deployed, and a worker has one source connector.
  if (process.env.CDCCTL_TEST_RUNTIME === 'compose') {
    cdcctl('undeploy', '--yes', '--file', join(rootDir, 'templates/pipelines/warehouse.yaml'));
  }
}

function run(command: string, args: string[]): string {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`cdcctl ${args.join(' ')} ended with ${status}: ${error?.message ?? stdout}`);
  return stdout;
}
