import { describeStack } from '../../src/stack/describe.js';
import { identify, isRunning } from '../../src/stack/native/processes.js';
import { type PortChoices } from '../../src/stack/ports.js';
import { type ServiceName } from '../../src/stack/services.js';
import { startStack } from '../../src/stack/start.js';
import { type ServiceStatus } from '../../src/stack/status.js';
import { type ProgressEvent } from '../../src/progress.js';
import { waitFor } from '../../src/wait.js';

/** The stack of the test run. */
export const stackDirectory = process.env.CDCCTL_TEST_STACK_DIR ?? '';

/** Starts what does not run. */
export async function startServices(ports: PortChoices = {}): Promise<ProgressEvent[]> {
  const events: ProgressEvent[] = [];
  await startStack({
    directory: stackDirectory,
    ports,
    env: process.env,
    onProgress: (event) => events.push(event),
    signal: AbortSignal.timeout(170_000),
  });
  return events;
}

export async function servicesOfStack(): Promise<Record<ServiceName, ServiceStatus>> {
  const status = await describeStack(stackDirectory, process.env);
  return Object.fromEntries(status?.services.map((service) => [service.name, service]) ?? []) as never;
}

/** Ends a service as a crash does, and returns when it is gone: a JVM takes its time to die. */
export async function killService(service: ServiceStatus): Promise<void> {
  // Process 0 would be this test run itself.
  if (service.pid === null) throw new Error(`${service.name} does not run: ${service.problem}`);
  const identity = identify(service.pid);
  process.kill(service.pid, 'SIGKILL');
  await waitFor({ what: `${service.name} to be gone`, timeoutMs: 10_000, intervalMs: 20 }, () =>
    Promise.resolve(identity === undefined || !isRunning(identity) ? true : undefined),
  );
}
