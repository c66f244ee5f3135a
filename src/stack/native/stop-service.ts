import { type StackPaths } from '../directory.js';
import { type ServiceName, services } from '../services.js';
import { type StackState, writeState } from '../state.js';
import { dataDirectoryOf } from './data-directory.js';
import { isRunning, processesIn } from './processes.js';
import { nativeServices } from './service-definitions.js';
import { terminate } from './terminate.js';

export interface ServiceStop {
  name: ServiceName;
  state: StackState;
  paths: StackPaths;
}

/** Ends the recorded process of a service, then whatever else of it is left. Does nothing when nothing runs. */
export async function stopService({ name, state, paths }: ServiceStop): Promise<'none' | 'ended' | 'killed'> {
  const { stopSignal, programs } = nativeServices[name];
  const { stopTimeoutMs } = services[name];
  const record = state.services[name];
  let outcome: 'none' | 'ended' | 'killed' = 'none';
  if (record !== undefined && isRunning(record)) {
    outcome = await terminate({ process: record, signal: stopSignal, timeoutMs: stopTimeoutMs });
  }
  const leftBehind = processesIn(dataDirectoryOf({ name, state, paths }), programs);
  await Promise.all(leftBehind.map((process) => terminate({ process, signal: 'SIGTERM', timeoutMs: 5000 })));
  if (outcome === 'none' && leftBehind.length > 0) outcome = 'ended';
  if (record !== undefined) {
    delete state.services[name];
    writeState(paths, state);
  }
  return outcome;
}
