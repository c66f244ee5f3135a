import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import { changeStack } from './change.js';
import { stackPaths } from './directory.js';
import { isRunning } from './native/processes.js';
import { Pauses } from './pauses.js';
import { type ServiceName, services, servicesOf } from './services.js';
import { bringUp } from './start.js';
import { type StartStackOptions } from './start-options.js';
import { readState, type StackState } from './state.js';

const lookMs = 1000;

/**
 * Starts again what ends by itself, at once and then after longer and longer pauses. Returns when somebody has stopped the
 * stack; containers are restarted by their engine, so it returns at once.
 */
export async function superviseStack(options: StartStackOptions): Promise<void> {
  const { onProgress, signal } = options;
  const paths = stackPaths(options.directory);
  const pauses = new Pauses();
  const seen = new Set<ServiceName>();
  for (;;) {
    const state = readState(paths);
    if (!isStarted(state)) return;
    for (const name of servicesOf(state)) if (state.services[name] !== undefined) seen.add(name);
    if (dueOf(state, seen, pauses).length > 0) {
      await changeStack({ paths, onProgress, signal }, async () => {
        // Somebody may have stopped or started it meanwhile.
        const due = dueOf(readState(paths), seen, pauses);
        if (due.length > 0) await startAgain(due, pauses, options);
      });
    }
    await sleep(lookMs, undefined, { signal });
  }
}

function isStarted(state: StackState | undefined): state is StackState {
  return state?.runtime === 'native' && Object.keys(state.services).length > 0;
}

/** What has been seen running, has ended, and has had its pause. A start that fails leaves no record. */
function dueOf(state: StackState | undefined, seen: Set<ServiceName>, pauses: Pauses): ServiceName[] {
  if (!isStarted(state)) return [];
  return servicesOf(state).filter((name) => {
    const record = state.services[name];
    const hasEnded = record === undefined || !isRunning(record);
    return hasEnded && seen.has(name) && pauses.isOver(name, performance.now());
  });
}

async function startAgain(names: ServiceName[], pauses: Pauses, options: StartStackOptions): Promise<void> {
  const { onProgress, signal } = options;
  for (const name of names) {
    const count = pauses.begin(name, performance.now());
    const detail = `has ended; starting it again (restart ${count})`;
    onProgress({ step: services[name].title, status: 'note', detail });
  }
  try {
    await bringUp(stackPaths(options.directory), options);
  } catch (error) {
    signal.throwIfAborted();
    onProgress({ step: 'local stack', status: 'note', detail: `${messageOf(error)}; trying again` });
  }
}
