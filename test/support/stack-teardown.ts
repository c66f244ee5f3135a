import { rmSync } from 'node:fs';
import { cdcctl } from './stack-setup.js';

/** Stops and removes the stack that the setup started; one that was there before is left alone. */
export default function tearDownStack({ rootDir }: { rootDir: string }): void {
  const directory = globalThis.stackStartedForTests;
  if (directory === undefined) return;
  cdcctl(rootDir, ['down', '--volumes', '--dir', directory]);
  rmSync(directory, { recursive: true, force: true });
}
