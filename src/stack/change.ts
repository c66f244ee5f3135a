import { type ProgressListener } from '../progress.js';
import { type StackPaths } from './directory.js';
import { withLock } from './lock.js';

export interface StackChange {
  paths: StackPaths;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/** Runs `work` while nobody else starts or stops something of the stack; says for whom it waits. */
export async function changeStack({ paths, onProgress, signal }: StackChange, work: () => Promise<void>) {
  const onWait = (holder: string): void =>
    onProgress({ step: 'local stack', status: 'note', detail: `waiting for ${holder}, which is changing it` });
  await withLock({ path: paths.home, signal, onWait }, work);
}
