import { existsSync, statSync } from 'node:fs';
import { messageOf } from '../../errors.js';
import { type ProgressListener } from '../../progress.js';
import { logFile } from '../directory.js';
import { requireFreePort } from '../ports.js';
import { addressOf, type ServiceDescription } from '../services.js';
import { type ServiceRecord, type StackState, writeState } from '../state.js';
import { awaitReady } from './await-ready.js';
import { makeDirectories } from './data-directory.js';
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
export async function requirePorts({
  service,
  context,
  state,
}: Omit<ServiceStart, 'onProgress' | 'signal'>): Promise<void> {
  const record = state.services[service.name];
  if (record !== undefined && isRunning(record)) return;
  await stopService({ name: service.name, state, paths: context.paths });
  const { jmxPort } = service;
  const observed = jmxPort === undefined || context.artifacts.jmxExporter === undefined ? [] : [jmxPort];
  for (const port of [...service.ports, ...observed]) await requireFreePort(port, context.ports);
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
    const timeoutMs = Math.max(patienceMs, service.startTimeoutMs - age);
    await awaitReady({ service, context, record, timeoutMs, logStart: 0, signal: start.signal });
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
  await requirePorts(start);
  onProgress({ step, status: 'started', detail: 'starting' });
  await makeDirectories(context);
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
  await awaitReady({ service, context, record, timeoutMs: service.startTimeoutMs, logStart, signal: start.signal });
}

function secondsSince(begunMs: number): string {
  return ((Date.now() - begunMs) / 1000).toFixed(1);
}
