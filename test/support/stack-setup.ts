import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStack } from '../../src/stack/describe.js';
import { localStackEnvironment } from '../../src/stack/environment.js';
import { startStack } from '../../src/stack/start.js';

/** Told to the teardown, which runs in the same process. */
declare global {
  var stackStartedForTests: string | undefined;
}

/**
 * Starts one native stack for the whole run and puts its addresses into the environment of the tests. With
 * CDCCTL_TEST_STACK_DIR a stack that runs already is used, and left running.
 */
export default async function setUpStack(): Promise<void> {
  const given = process.env.CDCCTL_TEST_STACK_DIR;
  const directory = given ?? (await mkdtemp(join(tmpdir(), 'cdcctl-test-stack-')));
  if (given === undefined) {
    globalThis.stackStartedForTests = directory;
    await startStack({
      directory,
      env: process.env,
      onProgress: ({ step, status, detail }) => process.stderr.write(`${step}: ${status} ${detail ?? ''}\n`),
      signal: AbortSignal.timeout(600_000),
    });
  } else if ((await describeStack(given))?.healthy !== true) {
    throw new Error(`CDCCTL_TEST_STACK_DIR=${given} has no stack that runs; start it there: cdcctl up`);
  }
  Object.assign(process.env, await localStackEnvironment(directory), { CDCCTL_TEST_STACK_DIR: directory });
}
