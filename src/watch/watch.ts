import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../errors.js';
import { watchLag } from '../lag/measure.js';
import { type Finding } from '../lag/report.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { Mender } from './mender.js';
import { NewDeadLetters } from './new-dead-letters.js';
import { type Teller } from './teller.js';
import { ToldFindings } from './told-findings.js';

export interface WatchOptions {
  pipelines: Pipeline[];
  /** From one look to the next. */
  intervalMs: number;
  /** How often what the connectors have lost is looked for, besides when there is a reason to. */
  recoverMs: number;
  /** Restarts of one connector in a row; 0 for none. */
  maxRestarts: number;
  tell: Teller;
  /** Finds what the connectors have lost and reads it back; `reason` tells why now. */
  recover: (reason: string) => Promise<void>;
  signal: AbortSignal;
  now: () => Date;
}

/** While a source does nothing, what comes to a segment that it has given up is looked for this often. */
const recoverStalledMs = 60_000;

/**
 * Watches pipelines until it is interrupted: tells what begins and ends to be wrong, restarts what has failed, and has
 * looked for what was lost. Nothing is remembered from run to run.
 */
export async function watchPipelines(options: WatchOptions): Promise<never> {
  const recovery = new Recovery(options);
  await Promise.all([
    recovery.run(),
    ...options.pipelines.map((pipeline) => watchForEver(pipeline, recovery, options)),
  ]);
  throw new Error('a watch has no end');
}

async function watchForEver(pipeline: Pipeline, recovery: Recovery, options: WatchOptions): Promise<never> {
  const { tell, intervalMs, signal } = options;
  const subject = { pipeline: pipeline.name };
  for (;;) {
    try {
      tell('info', `${pipeline.name}: watching`, subject);
      await watchOne(pipeline, recovery, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OperatorError) || error.kind === 'invalid') throw error;
      tell('error', `${pipeline.name}: ${error.message}; trying again`, subject);
      await sleep(intervalMs, undefined, { signal });
    }
  }
}

async function watchOne(pipeline: Pipeline, recovery: Recovery, options: WatchOptions): Promise<void> {
  const { intervalMs, maxRestarts, signal, now } = options;
  const subject = { pipeline: pipeline.name };
  const tell: Teller = (level, message, more) => options.tell(level, message, { ...subject, ...more });
  const told = new ToldFindings();
  const letters = new NewDeadLetters();
  const mender = new Mender({ pipeline, maxRestarts, tell, signal, nowMs: () => performance.now() });
  for await (const report of watchLag({ pipeline, intervalMs, signal, now })) {
    for (const { finding, hasEnded } of told.next(report.findings)) {
      const { level, message } = messageFor(finding, hasEnded);
      tell(level, `${pipeline.name}: ${message}`, {});
    }
    const newLetters = letters.next(report.deadLetters);
    if (newLetters > 0) tell('warn', `${pipeline.name}: ${newLetters} new dead letters; see cdcctl dlq`, {});
    const isRestarted = await mender.mend(report);
    const stalled = report.sources.find(({ status, isHealthy }) => status === 'STALLED' || isHealthy === false);
    if (isRestarted) recovery.ask('a source was restarted', 0);
    else if (stalled !== undefined) recovery.ask(`the source of ${stalled.node} does nothing`, recoverStalledMs);
  }
}

function messageFor(
  { status, part, where, reason }: Finding,
  hasEnded: boolean,
): { level: 'info' | 'warn' | 'error'; message: string } {
  const what = [status, part, ...(where === null ? [] : [where])].join(' ');
  if (hasEnded) return { level: 'info', message: `over: ${what}` };
  return { level: status === 'WARN' || status === 'REWOUND' ? 'warn' : 'error', message: `${what}: ${reason}` };
}

/** Looks for what was lost at its times and when it is asked to, never twice at once. */
class Recovery {
  private reason: string | undefined;
  private isRunning = false;
  private endedMs = -Infinity;
  private wake: () => void = () => undefined;

  constructor(private readonly options: WatchOptions) {}

  /** @param afterMs not before so long after the last time */
  ask(reason: string, afterMs: number): void {
    if (afterMs > 0 && (this.isRunning || performance.now() < this.endedMs + afterMs)) return;
    this.reason = reason;
    this.wake();
  }

  async run(): Promise<never> {
    const { recover, recoverMs, signal } = this.options;
    for (;;) {
      const reason = this.reason ?? 'it is time to';
      this.reason = undefined;
      this.isRunning = true;
      await recover(reason);
      this.isRunning = false;
      this.endedMs = performance.now();
      await this.pause(recoverMs, signal);
    }
  }

  private async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.reason !== undefined) return;
    const woken = new AbortController();
    this.wake = () => woken.abort();
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(
      (error: unknown) => {
        signal.throwIfAborted();
        if (!woken.signal.aborted) throw error;
      },
    );
  }
}
