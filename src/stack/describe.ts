import { messageOf } from '../errors.js';
import { stackAddresses } from './addresses.js';
import { describeContainers } from './compose/containers.js';
import { openProject } from './compose/project.js';
import { logFile, type StackPaths, stackPaths } from './directory.js';
import { stackEnvironment } from './environment.js';
import { isRunning, residentMemory } from './native/processes.js';
import { firstLine, probeService } from './readiness/probe.js';
import { addressOf, type ServiceName, services, servicesOf } from './services.js';
import { readState, type StackState } from './state.js';
import { type ServiceStatus, type StackStatus } from './status.js';

/** What runs of the stack in `directory`, checked by using each service; undefined when there is no stack. */
export async function describeStack(
  directory: string,
  env: Record<string, string | undefined>,
): Promise<StackStatus | undefined> {
  const paths = stackPaths(directory);
  const state = readState(paths);
  if (state === undefined) return undefined;
  const described =
    state.runtime === 'compose'
      ? await describeContainers(await openProject(paths, state, env), paths, state)
      : await Promise.all(servicesOf(state).map((name) => describeService(name, paths, state)));
  return {
    directory: paths.directory,
    runtime: state.runtime,
    services: described,
    healthy: described.every((service) => service.problem === undefined),
    environmentFile: paths.environment,
  };
}

async function describeService(name: ServiceName, paths: StackPaths, state: StackState): Promise<ServiceStatus> {
  const record = state.services[name];
  const base = {
    name,
    version: record?.version ?? services[name].version,
    address: addressOf(name, state.ports),
    log: logFile(paths, name),
  };
  if (record === undefined) return { ...base, state: 'stopped', pid: null, memoryBytes: null };
  if (!isRunning(record)) {
    return { ...base, state: 'stopped', pid: null, memoryBytes: null, problem: `process ${record.pid} has ended` };
  }
  const running = { ...base, pid: record.pid, memoryBytes: residentMemory(record.pid) };
  try {
    await probeService(name, stackAddresses(stackEnvironment(paths, state)));
    return { ...running, state: 'running' };
  } catch (error) {
    return { ...running, state: 'unhealthy', problem: firstLine(messageOf(error)) };
  }
}
