import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ProgressListener } from '../progress.js';
import { changeStack } from './change.js';
import { runCompose } from './compose/compose-client.js';
import { runningServices } from './compose/containers.js';
import { openProject } from './compose/project.js';
import { type StackPaths, stackPaths } from './directory.js';
import { stopService } from './native/stop-service.js';
import { type ServiceName, services, startOrder } from './services.js';
import { readState, type StackState } from './state.js';

export interface StopStackOptions {
  directory: string;
  /** Removes the data as well, and everything else that `up` made. */
  volumes?: boolean;
  env: Record<string, string | undefined>;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

export interface StopReport {
  directory: string;
  /** Services that were running. */
  stopped: ServiceName[];
  /** Those of them that did not end when asked. */
  killed: ServiceName[];
  removedData: boolean;
}

/** Ends every process or container of the stack, last started first. Does nothing where nothing runs. */
export async function stopStack(options: StopStackOptions): Promise<StopReport> {
  const paths = stackPaths(options.directory);
  const { signal, onProgress } = options;
  const report: StopReport = { directory: paths.directory, stopped: [], killed: [], removedData: false };
  if (!existsSync(paths.home)) return report;
  await changeStack({ paths, onProgress, signal }, async () => {
    const state = readState(paths);
    if (state === undefined) return;
    if (state.runtime === 'compose') {
      report.stopped = await stopContainers(paths, state, options);
    } else {
      for (const name of startOrder.toReversed()) {
        signal.throwIfAborted();
        await stopAndTell({ name, state, paths, report, onProgress });
      }
    }
    if (options.volumes) {
      await removeEverything(paths, state);
      report.removedData = true;
    }
  });
  return report;
}

/** Removes the containers, also those of profiles that are off by now; returns the services that were running. */
async function stopContainers(
  paths: StackPaths,
  state: StackState,
  { volumes = false, env, onProgress, signal }: StopStackOptions,
): Promise<ServiceName[]> {
  const project = await openProject(paths, state, env);
  const stopped = await runningServices(project);
  onProgress({ step: 'containers', status: 'started', detail: 'stopping' });
  const args = ['--profile', '*', 'down', ...(volumes ? ['--volumes'] : [])];
  await runCompose(project, { args, signal });
  onProgress({ step: 'containers', status: 'done', detail: 'stopped' });
  return stopped;
}

interface Stopping {
  name: ServiceName;
  state: StackState;
  paths: StackPaths;
  report: StopReport;
  onProgress: ProgressListener;
}

async function stopAndTell({ name, state, paths, report, onProgress }: Stopping): Promise<void> {
  const step = services[name].title;
  if (state.services[name] !== undefined) onProgress({ step, status: 'started', detail: 'stopping' });
  const outcome = await stopService({ name, state, paths });
  if (outcome === 'none') return;
  report.stopped.push(name);
  if (outcome === 'killed') report.killed.push(name);
  onProgress({ step, status: 'done', detail: outcome === 'killed' ? 'killed, it did not end when asked' : 'stopped' });
}

/** The state goes last: what an interrupted removal leaves is removed by the next one. */
async function removeEverything(paths: StackPaths, state: StackState): Promise<void> {
  for (const directory of Object.values(state.dataElsewhere)) {
    await rm(dirname(directory), { recursive: true, force: true });
  }
  for (const path of [
    paths.data,
    paths.config,
    paths.secrets,
    paths.logs,
    paths.temporary,
    paths.environment,
    paths.state,
  ]) {
    await rm(path, { recursive: true, force: true });
  }
  if ((await readdir(paths.home)).length === 0) await rmdir(paths.home);
}
