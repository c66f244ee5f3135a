import { type ConnectClient, type ConnectorStatus } from '../clients/connect.js';
import { firstLineOf, lastCause } from '../clients/connector-trace.js';
import { OperatorError } from '../errors.js';
import { type ProgressListener } from '../progress.js';
import { type Connector } from '../render/rendered.js';
import { traced } from '../traced.js';
import { waitFor } from '../wait.js';

export interface WaitForRunningOptions {
  connectors: Connector[];
  connect: (url: string) => ConnectClient;
  timeoutMs: number;
  /** How long a state must have lasted to count: for a while after a change Connect shows the one before it. */
  settleMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

/**
 * Waits until every connector and its tasks are RUNNING.
 * @throws OperatorError (finding) at the first failed instance, with the first line of its trace
 */
export function waitForRunning(options: WaitForRunningOptions): Promise<void> {
  const connectors = options.connectors.map(({ name }) => name).join(',');
  const attributes = { 'cdcctl.connectors': connectors };
  return traced({ name: 'wait until connectors run', attributes }, () => awaitRunning(options));
}

async function awaitRunning(options: WaitForRunningOptions): Promise<void> {
  const step = 'connectors running';
  const running = new Set<string>();
  const startedAt = Date.now();
  let runningSince: number | undefined;
  options.onProgress({ step, status: 'started', completed: 0, total: options.connectors.length });
  await waitFor(
    {
      what: 'all connectors and tasks to be RUNNING',
      timeoutMs: options.timeoutMs,
      signal: options.signal,
      hint: '`cdcctl status` shows which are not; `cdcctl logs connect` shows why',
    },
    async () => {
      for (const connector of options.connectors) {
        const status = await options.connect(connector.url).status(connector.name);
        if (status !== undefined && Date.now() - startedAt >= options.settleMs) failOnFailed(status);
        if (isRunning(status)) running.add(connector.name);
        else running.delete(connector.name);
      }
      options.onProgress({ step, status: 'advanced', completed: running.size, total: options.connectors.length });
      if (running.size < options.connectors.length) {
        runningSince = undefined;
        return undefined;
      }
      runningSince ??= Date.now();
      return Date.now() - runningSince >= options.settleMs ? true : undefined;
    },
  );
  options.onProgress({ step, status: 'done', completed: running.size, total: options.connectors.length });
}

export function isRunning(status: ConnectorStatus | undefined): boolean {
  return (
    status?.connector.state === 'RUNNING' &&
    status.tasks.length > 0 &&
    status.tasks.every(({ state }) => state === 'RUNNING')
  );
}

/** Whether the connector or one of its tasks has. */
export function hasFailed({ connector, tasks }: ConnectorStatus): boolean {
  return connector.state === 'FAILED' || tasks.some(({ state }) => state === 'FAILED');
}

export function failOnFailed(status: ConnectorStatus): void {
  const instances = [
    { label: `connector ${status.name}`, ...status.connector },
    ...status.tasks.map((task) => ({ label: `connector ${status.name}, task ${task.id}`, ...task })),
  ];
  const failed = instances.find(({ state }) => state === 'FAILED');
  if (failed === undefined) return;
  throw new OperatorError({
    kind: 'finding',
    resource: failed.label,
    message: `FAILED on ${failed.worker_id}: ${rootCause(failed.trace) ?? 'no trace'}`,
    hint: '`cdcctl status` shows all of them; after mending the cause, `cdcctl restart --failed` restarts what has failed',
  });
}

/** The first line says that a task failed; the last cause says why. */
export function rootCause(trace: string | undefined): string | undefined {
  const [first, last] = [firstLineOf(trace), lastCause(trace)];
  return last === undefined || last === first ? first : `${first} (${last})`;
}
