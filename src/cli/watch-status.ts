import { setTimeout as sleep } from 'node:timers/promises';
import { type StatusReport } from '../deploy/status.js';
import { OperatorError } from '../errors.js';
import { liveView } from '../output/live.js';
import { type CommandRun } from './context.js';
import { renderStatus } from './render-status.js';

export interface WatchStatusOptions {
  run: CommandRun;
  look: () => Promise<StatusReport[]>;
  intervalMs: number;
}

/**
 * Shows what it sees, where no terminal redraws only what has changed, until it is interrupted. A system that is away is
 * waited for.
 */
export async function watchStatus({ run, look, intervalMs }: WatchStatusOptions): Promise<never> {
  const redraw = liveView(run.output);
  let shown: string | undefined;
  for (;;) {
    const seen = await look().catch((error: unknown) => failure(error, run.signal));
    const content = JSON.stringify(seen);
    if (redraw !== undefined) redraw(picture(seen, run));
    else if (content !== shown) run.output.write(picture(seen, run));
    shown = content;
    await sleep(intervalMs, undefined, { signal: run.signal });
  }
}

interface Failure {
  error: string;
}

function failure(error: unknown, signal: AbortSignal): Failure {
  signal.throwIfAborted();
  if (!(error instanceof OperatorError) || error.kind === 'invalid') throw error;
  return { error: error.resource === undefined ? error.message : `${error.resource}: ${error.message}` };
}

function picture(seen: StatusReport[] | Failure, { output, now }: CommandRun): string {
  const time = now().toISOString();
  if (output.options.format !== 'table') {
    return JSON.stringify({ time, ...('error' in seen ? seen : { pipelines: seen }) });
  }
  const text = 'error' in seen ? `error: ${seen.error}` : seen.map(renderStatus).join('\n\n');
  return `${time}\n${text}\n`;
}
