import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stackAddresses } from './addresses.js';
import { changeStack } from './change.js';
import { type ArtifactDirectories, ensureArtifacts } from './cache/artifact-cache.js';
import { cacheDirectory } from './cache/location.js';
import { ensureCredentials } from './credentials.js';
import { startContainers } from './compose/start.js';
import { describeStack } from './describe.js';
import { makeStackDirectories, type StackPaths, stackPaths } from './directory.js';
import { stackEnvironment, writeEnvironmentFile } from './environment.js';
import { postgresqlAccount } from './native/account.js';
import { dataDirectoryOf, reachableDataDirectory } from './native/data-directory.js';
import { findJava, type JavaRuntime } from './native/java.js';
import { type NativeContext } from './native/native-service.js';
import { requirePlatform } from './native/platform.js';
import { ensureRunning, requirePorts } from './native/runner.js';
import { stopService } from './native/stop-service.js';
import { assignPorts } from './ports.js';
import { chooseRuntime } from './runtime.js';
import { inDependencyOrder } from './schedule.js';
import { type StartStackOptions } from './start-options.js';
import { type ServiceName, services, servicesOf, startOrder } from './services.js';
import { readState, type StackState, writeState } from './state.js';
import { type StackStatus } from './status.js';
import { ensureCertificates } from './tls/ensure.js';

/**
 * Brings every service of the stack up and returns when all are usable. What runs is kept, what died is restarted;
 * after an interruption the next call goes on from there.
 * @throws OperatorError invalid for a missing prerequisite or a taken port, unreachable for a service that fails.
 */
export async function startStack(options: StartStackOptions): Promise<StackStatus> {
  await mkdir(options.directory, { recursive: true });
  const paths = stackPaths(options.directory);
  await changeStack({ ...options, paths }, () => bringUp(paths, options));
  const status = await describeStack(paths.directory, options.env);
  if (status === undefined) throw new Error('the state of the stack vanished while it was started');
  return status;
}

/** What `startStack` does, for whoever is the one who changes the stack. */
export async function bringUp(paths: StackPaths, options: StartStackOptions): Promise<void> {
  const { signal, onProgress } = options;
  const known = readState(paths)?.runtime;
  const { runtime, why } = await chooseRuntime({ asked: options.runtime, known, env: options.env });
  if (known === undefined) onProgress({ step: 'local stack', status: 'note', detail: `runtime ${runtime}: ${why}` });
  await makeStackDirectories(paths);
  if (runtime === 'compose') return startContainers(paths, options);
  requirePlatform();
  const { contextOf, state, names, java } = await prepareStack(options);
  await stopUnwanted(state, paths);
  for (const name of options.restart ?? []) await stopService({ name, state, paths });
  for (const name of names) await requirePorts({ service: services[name], context: contextOf(name), state });
  if (state.tls) {
    await ensureCertificates({
      paths,
      state,
      javaHome: java.home,
      contextOf,
      isThere: names.includes('vault'),
      onProgress,
      signal,
    });
  }
  await inDependencyOrder({ names, signal }, (name, stop) =>
    ensureRunning({ service: services[name], context: contextOf(name), state, onProgress, signal: stop }),
  );
}

/** What the stack had before and is not to have any more. */
async function stopUnwanted(state: StackState, paths: StackPaths): Promise<void> {
  const wanted = servicesOf(state);
  for (const name of startOrder.filter((one) => !wanted.includes(one))) await stopService({ name, state, paths });
}

interface PreparedStack {
  state: StackState;
  /** The services whose programs are there, in the order in which they can be started. */
  names: ServiceName[];
  contextOf: (name: ServiceName) => NativeContext;
  java: JavaRuntime;
}

async function prepareStack({
  directory,
  env,
  onProgress,
  signal,
  ...asked
}: StartStackOptions): Promise<PreparedStack> {
  const paths = stackPaths(directory);
  const userId = process.geteuid?.() ?? -1;
  const java = await findJava(env);
  const known = readState(paths);
  const observability = asked.observability ?? known?.observability ?? false;
  const artifacts = await ensureArtifacts({
    cacheDirectory: cacheDirectory({ env, userId }),
    javaHome: java.home,
    observability,
    path: env.PATH,
    onProgress,
    signal,
  });
  const account = await postgresqlAccount(userId);
  const state: StackState = {
    schemaVersion: 1,
    runtime: 'native',
    directory: paths.directory,
    tls: asked.tls ?? known?.tls ?? false,
    observability,
    ports: await assignPorts(asked.ports ?? {}, known?.ports ?? {}),
    dataElsewhere: known?.dataElsewhere ?? {},
    services: known?.services ?? {},
  };
  if (known === undefined && account !== undefined) {
    const elsewhere = await reachableDataDirectory(paths, account);
    if (elsewhere !== undefined) state.dataElsewhere.postgresql = elsewhere;
  }
  ensureCredentials(paths);
  writeState(paths, state);
  writeEnvironmentFile(paths, state);
  const addresses = stackAddresses(stackEnvironment(paths, state));
  const { ports, tls = false } = state;
  const shared = { paths, ports, tls, artifacts, java: java.executable, addresses, env, signal };
  return {
    state,
    java,
    names: servicesOf(state).filter((name) => isThere(name, artifacts)),
    contextOf: (name) => ({
      ...shared,
      dataDirectory: dataDirectoryOf({ name, state, paths }),
      temporaryDirectory: join(paths.temporary, name),
      account: name === 'postgresql' ? account : undefined,
    }),
  };
}

function isThere(name: ServiceName, artifacts: ArtifactDirectories): boolean {
  switch (name) {
    case 'vault':
    case 'alertmanager':
    case 'prometheus':
    case 'jaeger':
      return artifacts[name] !== undefined;
    default:
      return true;
  }
}
