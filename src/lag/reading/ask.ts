import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, OperatorError } from '../../errors.js';
import { type AwayPart, type Part } from './reading.js';

/** A part that does not answer for so long is away: it must not keep the others from being told of. */
const patienceMs = 10_000;

/** Asks the parts of a pipeline, and keeps who did not answer. */
export class Asking {
  readonly away: AwayPart[] = [];

  constructor(private readonly signal: AbortSignal) {}

  /** What `work` answers; null where the part is away. What is no failure of a system goes through. */
  async ask<T>(part: Part, work: () => Promise<T>): Promise<T | null> {
    try {
      return await this.inTime(work());
    } catch (error) {
      this.signal.throwIfAborted();
      if (!(error instanceof OperatorError)) throw error;
      const isKnown = this.away.some((one) => one.part === part && one.message === error.message);
      if (!isKnown) {
        this.away.push({ part, kind: error.kind, message: error.message, resource: error.resource ?? null });
      }
      return null;
    }
  }

  /** What `work` answers, or in words why it does not; the part is not away for that. */
  async askOrReason<T>(work: () => Promise<T>): Promise<T | string> {
    try {
      return await this.inTime(work());
    } catch (error) {
      this.signal.throwIfAborted();
      return messageOf(error);
    }
  }

  private async inTime<T>(answer: Promise<T>): Promise<T> {
    const ended = new AbortController();
    const late = sleep(patienceMs, undefined, { signal: AbortSignal.any([ended.signal, this.signal]) }).then(() => {
      throw new OperatorError({ kind: 'unreachable', message: `no answer within ${patienceMs / 1000} s` });
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      ended.abort();
      late.catch(() => undefined);
    }
  }
}
