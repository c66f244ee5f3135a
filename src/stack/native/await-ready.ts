import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, OperatorError } from '../../errors.js';
import { lastRelevantLine } from '../log-excerpt.js';
import { firstLine, probeService } from '../readiness/probe.js';
import { type ServiceDescription } from '../services.js';
import { type ServiceRecord } from '../state.js';
import { type NativeContext } from './native-service.js';
import { isRunning } from './processes.js';

export interface ReadyWait {
  service: ServiceDescription;
  context: NativeContext;
  record: ServiceRecord;
  timeoutMs: number;
  /** Where the log of this start begins, in bytes. */
  logStart: number;
  signal: AbortSignal;
}

/**
 * Returns as soon as the service can be used.
 * @throws OperatorError (unreachable) when its process ends, with what it said last, or when the time is over.
 */
export async function awaitReady({ service, context, record, timeoutMs, logStart, signal }: ReadyWait): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    if (!isRunning(record)) throw diedWhileStarting(service, record, logStart);
    const problem = await probeService(service.name, context.addresses).then(
      () => undefined,
      (error: unknown) => firstLine(messageOf(error)),
    );
    if (problem === undefined) return;
    if (Date.now() >= deadline) throw neverReady(service, record, problem);
    await sleep(200, undefined, { signal });
  }
}

function diedWhileStarting(service: ServiceDescription, record: ServiceRecord, logStart: number): OperatorError {
  const line = lastRelevantLine(record.log, logStart) ?? 'it said nothing';
  return new OperatorError({
    kind: 'unreachable',
    message: `${service.title} ended while it was starting: ${line}`,
    hint: `read ${record.log}`,
  });
}

function neverReady(service: ServiceDescription, record: ServiceRecord, problem: string): OperatorError {
  return new OperatorError({
    kind: 'unreachable',
    message: `${service.title} runs (process ${record.pid}) and does not answer: ${problem}`,
    hint: `read ${record.log}`,
  });
}
