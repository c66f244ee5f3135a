import { type ConnectClient, type ConnectorOffset, type ConnectorState } from '../clients/connect.js';
import { relationExists } from '../clients/postgres.js';
import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Connector, type RenderedPipeline } from '../render/rendered.js';
import { bookkeepingSchema, quoteSql } from '../tables/names.js';
import { isRunning, rootCause } from './health.js';
import { type LiveSystems, withLiveSystems } from './live-systems.js';

export interface TaskReport {
  id: number;
  state: ConnectorState;
  worker: string;
  /** Why a task has failed: the first line of its trace, and the last cause. */
  error?: string;
}

export interface ConnectorReport {
  name: string;
  kind: Connector['kind'];
  state: ConnectorState | 'ABSENT';
  healthy: boolean;
  tasks: TaskReport[];
  error?: string;
  /** Where a source reads the commit log, as it last told Connect. */
  positions: { table: string; position: string }[];
  /** Records in the topic that a sink has still to do. */
  lagRecords?: number;
}

export interface StatusReport {
  pipeline: string;
  healthy: boolean;
  connectors: ConnectorReport[];
  /** Nodes whose sources are agents, which Connect does not know; `lag` tells how far they are. */
  agents: string[];
  /** Events that PostgreSQL has refused and nobody has put back; `dlq count` also counts those of the topic. */
  deadLetters: number;
  reconcileQueue: number;
}

/** What runs, and how far it is. Nothing is changed. */
export async function pipelineStatus(
  pipeline: Pipeline,
  rendered: RenderedPipeline,
  signal?: AbortSignal,
): Promise<StatusReport> {
  return withLiveSystems(pipeline, signal, async (live) => {
    const connectors = await Promise.all(rendered.connectors.map((connector) => connectorReport(live, connector)));
    const queues = await queueLengths(live, pipeline);
    return {
      pipeline: pipeline.name,
      healthy: connectors.every(({ healthy }) => healthy),
      connectors,
      agents: rendered.agents.map(({ node }) => node),
      ...queues,
    };
  });
}

async function connectorReport(live: LiveSystems, connector: Connector): Promise<ConnectorReport> {
  const client = live.connect(connector.url);
  const status = await client.status(connector.name);
  const report: ConnectorReport = {
    name: connector.name,
    kind: connector.kind,
    state: status?.connector.state ?? 'ABSENT',
    healthy: isRunning(status),
    tasks: (status?.tasks ?? []).map((task) => ({
      id: task.id,
      state: task.state,
      worker: task.worker_id,
      ...errorOf(task.trace),
    })),
    ...errorOf(status?.connector.trace),
    positions: connector.kind === 'source' && status !== undefined ? await positions(client, connector.name) : [],
  };
  if (connector.kind === 'sink' && status !== undefined) {
    Object.assign(report, await lagOf(live, connector));
  }
  return report;
}

/** A sink whose topic is missing runs, and has nothing to do for ever. */
async function lagOf({ sinkProgress }: LiveSystems, { name, config }: Connector): Promise<Partial<ConnectorReport>> {
  try {
    return { lagRecords: (await sinkProgress.of({ connector: name, topic: config.topics ?? '' })).lagRecords };
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind !== 'finding') throw error;
    return { healthy: false, error: `${error.resource}: ${error.message}` };
  }
}

function errorOf(trace: string | undefined): { error?: string } {
  const error = rootCause(trace);
  return error === undefined ? {} : { error };
}

async function positions(client: ConnectClient, name: string): Promise<ConnectorReport['positions']> {
  const offsets = await client.offsets(name);
  return offsets.flatMap(({ offset }: ConnectorOffset) =>
    Object.entries(offset)
      .filter(([key]) => key.endsWith('.commitlog'))
      .map(([key, position]) => ({ table: key.replace(/\.commitlog$/, ''), position: String(position) })),
  );
}

async function queueLengths(
  { postgres }: LiveSystems,
  pipeline: Pipeline,
): Promise<Pick<StatusReport, 'deadLetters' | 'reconcileQueue'>> {
  const count = async (name: string, condition: string) => {
    const relation = `${quoteSql(bookkeepingSchema(pipeline))}.${name}`;
    if (!(await relationExists(postgres, relation))) return 0;
    const counted = await postgres.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM ${relation} WHERE ${condition}`,
    );
    return counted.rows[0]?.n ?? 0;
  };
  return {
    deadLetters: await count('refused_letters', 'outcome IS NULL'),
    reconcileQueue: await count('reconcile_queue', 'true'),
  };
}
