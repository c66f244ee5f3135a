import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type ProgressListener } from '../../progress.js';
import { logFile } from '../directory.js';
import { lastRelevantLine } from '../log-excerpt.js';
import { requireFreePort } from '../ports.js';
import { firstLine, probeService } from '../readiness/probe.js';
import { addressOf, type ServiceDescription } from '../services.js';
import { type ServiceRecord, type StackState, writeState } from '../state.js';
import { digestOf, spawnDetached, writeConfiguration } from './launch.js';
import { type NativeContext } from './native-service.js';
import { isRunning } from './processes.js';
import { nativeServices } from './service-definitions.js';
import { stopService } from './stop-service.js';

export interface ServiceStart {
  service: ServiceDescription;
  context: NativeContext;
  state: StackState;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/**
 * Finds out before anything is started whether the ports are free of those services that do not run.
 * @throws OperatorError (invalid) for the first that is taken.
 */
export async function requirePorts(
  service: ServiceDescription,
  context: NativeContext,
  state: StackState,
): Promise<void> {
  const record = state.services[service.name];
  if (record !== undefined && isRunning(record)) return;
  await stopService({ name: service.name, state, paths: context.paths });
  for (const port of service.ports) await requireFreePort(port, context.ports);
}

/** How long a service that runs already may take to answer before it is restarted. */
const patienceMs = 20_000;

/** Brings a service to where its clients can use it: keeps the process that runs, restarts what is dead, hung or outdated. */
export async function ensureRunning(start: ServiceStart): Promise<void> {
  const step = `${start.service.title} ${start.service.version}`;
  const begun = Date.now();
  try {
    const kept = await keepRunning(start, step);
    if (!kept) await startAnew(start, step);
    await nativeServices[start.service.name].complete?.(start.context);
    const address = addressOf(start.service.name, start.context.ports);
    const detail = kept ? `running on ${address}` : `ready on ${address} after ${secondsSince(begun)} s`;
    start.onProgress({ step, status: 'done', detail });
  } catch (error) {
    const isInterruption = start.signal.aborted;
    if (!isInterruption) start.onProgress({ step, status: 'failed', detail: messageOf(error) });
    throw error;
  }
}

async function keepRunning(start: ServiceStart, step: string): Promise<boolean> {
  const { service, context, state, onProgress } = start;
  const record = state.services[service.name];
  if (record === undefined || !isRunning(record)) return false;
  const launch = nativeServices[service.name].plan(context);
  if (record.launchDigest !== digestOf(launch)) {
    onProgress({ step, status: 'note', detail: 'its configuration has changed; restarting it' });
    await stopService({ name: service.name, state, paths: context.paths });
    return false;
  }
  const age = Date.now() - Date.parse(record.startedAt);
  try {
    await waitUntilReady(start, record, Math.max(patienceMs, service.startTimeoutMs - age));
    return true;
  } catch (error) {
    start.signal.throwIfAborted();
    onProgress({ step, status: 'note', detail: `${messageOf(error)}; restarting it` });
    await stopService({ name: service.name, state, paths: context.paths });
    return false;
  }
}

async function startAnew(start: ServiceStart, step: string): Promise<void> {
  const { service, context, state, onProgress } = start;
  const native = nativeServices[service.name];
  await requirePorts(service, context, state);
  onProgress({ step, status: 'started', detail: 'starting' });
  makeDataDirectory(context);
  const launch = native.plan(context);
  writeConfiguration(launch);
  await native.prepare?.(context, launch);
  start.signal.throwIfAborted();
  const log = logFile(context.paths, service.name);
  const logStart = existsSync(log) ? statSync(log).size : 0;
  const identity = await spawnDetached({ launch, cwd: context.dataDirectory, log, account: context.account });
  const record: ServiceRecord = {
    version: service.version,
    ...identity,
    startedAt: new Date().toISOString(),
    launchDigest: digestOf(launch),
    dataDirectory: context.dataDirectory,
    log,
  };
  state.services[service.name] = record;
  writeState(context.paths, state);
  await waitUntilReady(start, record, service.startTimeoutMs, logStart);
}

async function waitUntilReady(
  start: ServiceStart,
  record: ServiceRecord,
  timeoutMs: number,
  logStart = 0,
): Promise<void> {
  const { service, context, signal } = start;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    if (!isRunning(record)) throw diedWhileStarting(service, record, logStart);
    const problem = await probeService(service.name, context).then(
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

function makeDataDirectory({ dataDirectory, account }: NativeContext): void {
  mkdirSync(dataDirectory, { recursive: true });
  chmodSync(dataDirectory, 0o700);
  if (account === undefined) return;
  try {
    chownSync(dataDirectory, account.userId, account.groupId);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

function secondsSince(begunMs: number): string {
  return ((Date.now() - begunMs) / 1000).toFixed(1);
}
