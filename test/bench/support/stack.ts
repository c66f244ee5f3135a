import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import setUpStack from '../../support/stack-setup.js';
import tearDownStack from '../../support/stack-teardown.js';

/**
 * Puts the addresses of a native stack into the environment: of the one that runs in CDCCTL_TEST_STACK_DIR, which is
 * left as it is, else of one that is started. Returns what removes the latter.
 */
export function useStack(): () => void {
  const running = process.env.CDCCTL_TEST_STACK_DIR;
  if (running === undefined) {
    setUpStack({ rootDir: process.cwd() });
    return tearDownStack;
  }
  const { status, stdout } = spawnSync(join(process.cwd(), 'bin', 'cdcctl'), ['env', '--dir', running, '-o', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`there is no stack in ${running}`);
  Object.assign(process.env, (JSON.parse(stdout) as { data: Record<string, string> }).data);
  return () => undefined;
}
