import { OperatorError } from '../../errors.js';
import { ensureCredentials } from '../credentials.js';
import { type StackPaths } from '../directory.js';
import { writeEnvironmentFile } from '../environment.js';
import { assignPorts } from '../ports.js';
import { type StartStackOptions } from '../start-options.js';
import { readState, type StackState, writeState } from '../state.js';
import { runCompose } from './compose-client.js';
import { awaitInit } from './containers.js';
import { openProject } from './project.js';

const step = 'containers';

/**
 * Brings all containers up, with the example pipeline deployed by the one that does that.
 * @throws OperatorError invalid for what only processes can do, unreachable for an image or a service that fails.
 */
export async function startContainers(paths: StackPaths, options: StartStackOptions): Promise<void> {
  const { env, onProgress, signal } = options;
  if (options.tls === true) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'TLS and logins are for the native runtime only',
      hint: 'leave out --tls, or start another stack with --runtime native',
    });
  }
  const known = readState(paths);
  const state: StackState = {
    schemaVersion: 1,
    runtime: 'compose',
    directory: paths.directory,
    observability: options.observability ?? known?.observability ?? false,
    ports: await assignPorts(options.ports ?? {}, known?.ports ?? {}),
    dataElsewhere: {},
    services: {},
  };
  const project = await openProject(paths, state, env);
  ensureCredentials(paths);
  writeState(paths, state);
  writeEnvironmentFile(paths, state);
  onProgress({ step, status: 'started', detail: 'starting; images that are missing are pulled or built' });
  try {
    const onLine = (line: string): void => onProgress({ step, status: 'advanced', detail: line.trim() });
    const { restart = [] } = options;
    if (restart.length > 0) await runCompose(project, { args: ['stop', ...restart], signal });
    await runCompose(project, { args: ['up', '--detach', '--remove-orphans'], onLine, signal });
    onProgress({ step, status: 'advanced', detail: 'deploying the example pipeline' });
    await awaitInit(project, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    onProgress({ step, status: 'failed' });
    const said = await runCompose(project, { args: ['logs', '--no-log-prefix', '--tail', '3', 'init'] }).catch(
      () => [],
    );
    if (!(error instanceof OperatorError) || said.length === 0) throw error;
    throw new OperatorError({ kind: error.kind, message: error.message, hint: said.join('\n'), cause: error });
  }
  onProgress({ step, status: 'done' });
}
