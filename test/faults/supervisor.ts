import { superviseStack } from '../../src/stack/supervise.js';
import { silent } from '../../src/progress.js';
import { stackDirectory } from '../support/services.js';

/** What `cdcctl up --supervise` does, with a hand on it. */
export class Supervisor {
  private stopping = new AbortController();
  private ended: Promise<void> = Promise.resolve();

  start(): void {
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.ended = superviseStack({ directory: stackDirectory, env: process.env, onProgress: silent, signal }).catch(
      (error: unknown) => {
        if (!signal.aborted) throw error;
      },
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }
}
