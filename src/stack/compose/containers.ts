import { messageOf, OperatorError } from '../../errors.js';
import { waitFor } from '../../wait.js';
import { stackAddresses } from '../addresses.js';
import { type StackPaths } from '../directory.js';
import { stackEnvironment } from '../environment.js';
import { firstLine, probeService } from '../readiness/probe.js';
import { addressOf, type ServiceName, services, servicesOf } from '../services.js';
import { type StackState } from '../state.js';
import { type ServiceStatus } from '../status.js';
import { type ComposeProject, runCompose } from './compose-client.js';

/** What Compose tells of a container. */
interface Container {
  Service: string;
  Image: string;
  State: string;
  ExitCode: number;
}

/** The containers of a stack by their service, also those that have ended. */
async function containersOf(project: ComposeProject): Promise<Map<string, Container>> {
  const lines = await runCompose(project, { args: ['ps', '--all', '--format', 'json'] });
  const containers = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Container);
  return new Map(containers.map((container) => [container.Service, container]));
}

/**
 * Waits for the container that deploys the example; `docker compose wait` knows none that has ended before.
 * @throws OperatorError (unreachable) when it fails, or does not end within ten minutes
 */
export async function awaitInit(project: ComposeProject, signal: AbortSignal): Promise<void> {
  const options = { what: 'the container init to end', timeoutMs: 600_000, intervalMs: 500, signal };
  const exitCode = await waitFor(options, async () => {
    const init = (await containersOf(project)).get('init');
    return init?.State === 'exited' ? init.ExitCode : undefined;
  });
  if (exitCode === 0) return;
  throw new OperatorError({ kind: 'unreachable', message: `the container init ended with exit code ${exitCode}` });
}

/** The services that run. */
export async function runningServices(project: ComposeProject): Promise<ServiceName[]> {
  const containers = await containersOf(project);
  const names = Object.keys(services) as ServiceName[];
  return names.filter((name) => containers.get(name)?.State === 'running');
}

/** The services of a stack of containers, checked by using each. */
export async function describeContainers(
  project: ComposeProject,
  paths: StackPaths,
  state: StackState,
): Promise<ServiceStatus[]> {
  const containers = await containersOf(project);
  const addresses = stackAddresses(stackEnvironment(paths, state));
  return Promise.all(
    servicesOf(state).map(async (name): Promise<ServiceStatus> => {
      const container = containers.get(name);
      const base = {
        name,
        version: container?.Image.split(':').at(-1) ?? services[name].version,
        address: addressOf(name, state.ports),
        log: null,
        pid: null,
        memoryBytes: null,
      };
      if (container === undefined) return { ...base, state: 'stopped' };
      if (container.State !== 'running') {
        const problem = `its container is ${container.State} (exit code ${container.ExitCode})`;
        return { ...base, state: 'stopped', problem };
      }
      try {
        await probeService(name, addresses);
        return { ...base, state: 'running' };
      } catch (error) {
        return { ...base, state: 'unhealthy', problem: firstLine(messageOf(error)) };
      }
    }),
  );
}
