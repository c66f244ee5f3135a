import { connectClients } from '../clients/connect.js';
import { messageOf } from '../errors.js';
import { type ConnectorReading, type Part } from '../lag/reading/reading.js';
import { type LagReport, type SourceLag } from '../lag/report.js';
import { type Pipeline, type SourceNode } from '../pipeline/pipeline.js';
import { connectorsOf } from '../tables/named-connectors.js';
import { restartWorker } from './restart-worker.js';
import { Restarts } from './restarts.js';
import { type Teller } from './teller.js';

export interface MenderOptions {
  pipeline: Pipeline;
  maxRestarts: number;
  tell: Teller;
  signal: AbortSignal;
  nowMs: () => number;
}

/** Without these a restart only fails again. */
const neededBy: Record<ConnectorReading['kind'], Part[]> = {
  source: ['kafka', 'registry', 'cassandra'],
  sink: ['kafka', 'registry', 'postgresql'],
};
/** A source that does nothing, or nothing for one table, for so long while changes wait is not slow: it is stuck. */
const stuckMs = 120_000;

/** Restarts what has failed of a pipeline. What somebody has paused or stopped stays so. */
export class Mender {
  private readonly restarts: Restarts;
  /** Since when each node's source does nothing. */
  private readonly stalledMs = new Map<string, number>();

  constructor(private readonly options: MenderOptions) {
    this.restarts = new Restarts(options.maxRestarts);
  }

  /** @returns whether a source was restarted */
  async mend(report: LagReport): Promise<boolean> {
    let isSourceRestarted = false;
    for (const connector of report.connectors) {
      const wrong = this.wrongWith(connector, report);
      if (wrong === null) {
        this.restarts.isWell(connector.name, this.options.nowMs());
        continue;
      }
      if (report.away.some(({ part }) => neededBy[connector.kind].includes(part))) continue;
      const isRestarted = await this.restart(connector, wrong);
      isSourceRestarted ||= isRestarted && connector.kind === 'source';
    }
    return isSourceRestarted;
  }

  /** Why a connector is to be restarted; null where it is not. */
  private wrongWith({ kind, of, state, tasks, error }: ConnectorReading, { sources }: LagReport): Wrong | null {
    if (state === 'FAILED')
      return { reason: `the connector is FAILED: ${error ?? 'without a reason'}`, isInside: false };
    const failed = tasks.find((task) => task.state === 'FAILED');
    if (failed !== undefined) {
      return { reason: `task ${failed.id} is FAILED: ${failed.error ?? 'without a reason'}`, isInside: false };
    }
    const source = kind === 'source' && state === 'RUNNING' ? sources.find(({ node }) => node === of) : undefined;
    if (source?.isHealthy === false) return { reason: 'its threads have ended', isInside: true };
    if (source === undefined || !this.isStuck(source)) return null;
    const { passedOver } = source;
    const reason = passedOver.length === 0 ? 'it does nothing' : `it passes over changes of ${passedOver.join(', ')}`;
    return { reason, isInside: true };
  }

  private isStuck({ node, status }: SourceLag): boolean {
    if (status !== 'STALLED') {
      this.stalledMs.delete(node);
      return false;
    }
    const nowMs = this.options.nowMs();
    const sinceMs = this.stalledMs.get(node) ?? nowMs;
    this.stalledMs.set(node, sinceMs);
    return nowMs - sinceMs >= stuckMs;
  }

  private async restart({ name, kind, of }: ConnectorReading, { reason, isInside }: Wrong): Promise<boolean> {
    const { pipeline, tell, nowMs } = this.options;
    const subject = { connector: name };
    const node = kind === 'source' ? pipeline.source.nodes.find(({ id }) => id === of) : undefined;
    const decision = this.restarts.decide(name, nowMs());
    if (decision === 'wait') return false;
    if (decision === 'give up') {
      tell('error', `${name}: ${reason}; given up after ${this.restarts.countOf(name)} restarts`, subject);
      return false;
    }
    if (isInside && node?.restartCommand === undefined) {
      tell(
        'error',
        `${name}: ${reason}; restart its worker (the definition names no restartCommand for ${of})`,
        subject,
      );
      return false;
    }
    try {
      await this.request(name, node);
      this.stalledMs.delete(of);
      const what = node?.restartCommand === undefined ? 'restarted it' : `restarted the worker of ${of}`;
      tell('warn', `${name}: ${reason}; ${what} (restart ${this.restarts.countOf(name)})`, subject);
      return true;
    } catch (error) {
      this.options.signal.throwIfAborted();
      tell('error', `${name}: it could not be restarted: ${messageOf(error)}`, subject);
      return false;
    }
  }

  /** A source is not started anew inside of its JVM where there is another way: what is left of it gets in its way. */
  private async request(name: string, node: SourceNode | undefined): Promise<void> {
    const { pipeline, signal } = this.options;
    if (node?.restartCommand !== undefined) return restartWorker(node.id, node.restartCommand, signal);
    const { connect } = connectorsOf(pipeline).find((one) => one.name === name)!;
    await connectClients(pipeline.connect)(connect.url).restartFailed(name);
  }
}

interface Wrong {
  reason: string;
  /** Connect does not see it, and so a restart of the task does not mend it. */
  isInside: boolean;
}
