import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Told to the teardown, which runs in the same process. */
declare global {
  var stackStartedForTests: string | undefined;
}

/** Runs the command line: jest loads its setup without the settings by which tests could import the sources. */
export function cdcctl(rootDirectory: string, args: string[]): string {
  const run = spawnSync(join(rootDirectory, 'bin', 'cdcctl'), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`cdcctl ${args.join(' ')} ended with ${run.status}: ${run.error ?? run.stdout}`);
  return run.stdout;
}

/**
 * Starts one native stack for the whole run and puts its addresses into the environment of the tests. With
 * CDCCTL_TEST_STACK_DIR the stack of that directory is used, started if need be, and left running.
 */
export default function setUpStack({ rootDir }: { rootDir: string }): void {
  const given = process.env.CDCCTL_TEST_STACK_DIR;
  const directory = given ?? mkdtempSync(join(tmpdir(), 'cdcctl-test-stack-'));
  if (given === undefined) globalThis.stackStartedForTests = directory;
  cdcctl(rootDir, ['up', '--dir', directory]);
  const { data } = JSON.parse(cdcctl(rootDir, ['env', '--dir', directory, '-o', 'json'])) as {
    data: Record<string, string>;
  };
  Object.assign(process.env, data, { CDCCTL_TEST_STACK_DIR: directory });
}
