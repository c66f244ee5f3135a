import { rm } from 'node:fs/promises';
import { stopStack } from '../../src/stack/stop.js';

/** Stops and removes the stack that the setup started; one that was there before is left alone. */
export default async function tearDownStack(): Promise<void> {
  const directory = globalThis.stackStartedForTests;
  if (directory === undefined) return;
  await stopStack({
    directory,
    volumes: true,
    onProgress: () => undefined,
    signal: AbortSignal.timeout(120_000),
  });
  await rm(directory, { recursive: true, force: true });
}
