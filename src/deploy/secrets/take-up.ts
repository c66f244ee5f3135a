import { type Admin } from 'kafkajs';
import { sinkGroup } from '../../clients/kafka.js';
import { type Connector } from '../../render/rendered.js';
import { waitFor } from '../../wait.js';
import { failOnFailed, isRunning, waitForRunning } from '../health.js';
import { type LiveSystems } from '../live-systems.js';

export interface TakeUpOptions {
  live: LiveSystems;
  connector: Connector;
  /** Whom a sink is to log in as. */
  username: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** How long Connect may show the state from before a restart. */
const staleMs = 5000;
/** How long a connector must stay RUNNING. */
const settleMs = 2000;

/**
 * Restarts a connector, which then reads its secrets, and returns when it is seen working with them: RUNNING, and a sink
 * also logged in as `username`, with its consumer in its group and getting on.
 * @throws OperatorError (finding) when it fails, unreachable when the time is over
 */
export async function takeUp({ live, connector, username, timeoutMs, signal }: TakeUpOptions): Promise<void> {
  const client = live.connect(connector.url);
  const before = connector.kind === 'sink' ? await progressOf(live, connector) : undefined;
  const restartedAt = Date.now();
  await client.restart(connector.name);
  const what = `${connector.name} to work with its new secrets`;
  const hint = '`cdcctl status` shows its state; `cdcctl logs connect` shows why';
  await waitFor({ what, timeoutMs, signal, hint }, async () => {
    const status = await client.status(connector.name);
    if (status !== undefined && Date.now() - restartedAt >= staleMs) failOnFailed(status);
    if (!isRunning(status)) return undefined;
    if (before === undefined) return true;
    if (!(await isLoggedIn(live, connector, username)) || !(await hasConsumer(live.kafka, connector))) return undefined;
    const { committed, lagRecords } = await progressOf(live, connector);
    return lagRecords === 0 || committed > before.committed ? true : undefined;
  });
  await waitForRunning({
    connectors: [connector],
    connect: live.connect,
    timeoutMs,
    settleMs,
    onProgress: () => undefined,
    signal,
  });
}

/** The sink's connections have its name; PostgreSQL cuts it at 63 bytes. */
async function isLoggedIn({ postgres }: LiveSystems, { name }: Connector, username: string): Promise<boolean> {
  const { rowCount } = await postgres.query(
    'SELECT FROM pg_stat_activity WHERE application_name = left($1, 63) AND usename = $2',
    [name, username],
  );
  return (rowCount ?? 0) > 0;
}

async function hasConsumer(kafka: Admin, { name }: Connector): Promise<boolean> {
  const [group] = (await kafka.describeGroups([sinkGroup(name)])).groups;
  return group?.state === 'Stable' && group.members.length > 0;
}

async function progressOf({ sinkProgress }: LiveSystems, { name, config }: Connector) {
  const { lagRecords, endOffsets } = await sinkProgress.of({ connector: name, topic: config.topics ?? '' });
  return { lagRecords, committed: endOffsets - lagRecords };
}
