import { Gauge, type Registry } from 'prom-client';
import { type Part } from '../reading/reading.js';
import { type LagReport } from '../report.js';

/** What `verify --record` has written of one table. */
export interface VerifiedTable {
  pipeline: string;
  table: string;
  verdict: string;
  differences: number;
  /** When its run began, in milliseconds since 1970. */
  startedMs: number;
}

const parts: Part[] = ['kafka', 'connect', 'postgresql', 'registry', 'cassandra'];
const verdicts = ['equal', 'different', 'inconclusive'];

/** Figures as they are now. All are made anew from each report: what is not known has no value, not that of before. */
export class LagGauges {
  private readonly gauges: Gauge[] = [];
  private readonly up = this.gauge('up', 'Whether a part answers', ['part']);
  private readonly lag = this.gauge('lag_seconds', 'Age of the oldest change that a stage has yet to do', [
    'stage',
    'where',
  ]);
  private readonly backlog = this.gauge('backlog_depth', 'Records of a topic that its sink has yet to do', ['topic']);
  private readonly unread = this.gauge('source_unread_changes', 'Changes in the commit log alone', ['node']);
  private readonly raw = this.gauge('raw_bytes', 'Bytes of segments in cdc_raw', ['node']);
  private readonly rawLimit = this.gauge('raw_limit_bytes', 'Bytes that cdc_raw may hold', ['node']);
  private readonly safe = this.gauge('retention_left_seconds', 'Until Kafka may delete what is not done', ['topic']);
  private readonly lost = this.gauge('lost_records', 'Records that Kafka has deleted unread', ['topic']);
  private readonly tasks = this.gauge('task_state', '1 for the state that a task is in', [
    'connector',
    'task',
    'state',
  ]);
  private readonly connectors = this.gauge('connector_state', '1 for the state that a connector is in', [
    'connector',
    'state',
  ]);
  private readonly letters = this.gauge('dead_letters', 'Records of the topic; open ones in PostgreSQL', ['store']);
  private readonly queue = this.gauge('reconcile_queue', 'Keys that are to be read back', ['due']);
  private readonly lease = this.gauge('lease_age_seconds', 'Since Vault made the login of the sinks', []);
  private readonly verified = this.gauge('verify_verdict', '1 for the verdict of the last recorded run', [
    'table',
    'verdict',
  ]);
  private readonly differences = this.gauge('verify_differences', 'Rows that differ in it', ['table']);
  private readonly verifiedAt = this.gauge('verify_timestamp_seconds', 'When it began', ['table']);

  constructor(registry: Registry) {
    for (const gauge of this.gauges) registry.registerMetric(gauge);
  }

  set(reports: LagReport[], verified: VerifiedTable[]): void {
    for (const gauge of this.gauges) gauge.reset();
    for (const report of reports) this.setReport(report);
    for (const { pipeline, table, verdict, differences, startedMs } of verified) {
      for (const one of verdicts) this.verified.set({ pipeline, table, verdict: one }, Number(one === verdict));
      this.differences.set({ pipeline, table }, differences);
      this.verifiedAt.set({ pipeline, table }, startedMs / 1000);
    }
  }

  private setReport({ pipeline, away, sources, partitions, connectors, ...report }: LagReport): void {
    for (const part of parts) this.up.set({ pipeline, part }, Number(!away.some((one) => one.part === part)));
    for (const { node, secondsBehind, recordsBehind, usedBytes, totalBytes } of sources) {
      known(secondsBehind, (value) => this.lag.set({ pipeline, stage: 'source', where: node }, value));
      known(recordsBehind, (value) => this.unread.set({ pipeline, node }, value));
      known(usedBytes, (value) => this.raw.set({ pipeline, node }, value));
      known(totalBytes, (value) => this.rawLimit.set({ pipeline, node }, value));
    }
    for (const topic of new Set(partitions.map((one) => one.topic))) {
      const ofTopic = partitions.filter((one) => one.topic === topic);
      known(greatest(ofTopic.map((one) => one.secondsBehind)), (value) => {
        this.lag.set({ pipeline, stage: 'sink', where: topic }, value);
      });
      const soonest = ofTopic.flatMap(({ safeForSeconds }) => safeForSeconds ?? []);
      if (soonest.length > 0) this.safe.set({ pipeline, topic }, Math.min(...soonest));
      this.backlog.set({ pipeline, topic }, sum(ofTopic.map((one) => one.recordsBehind ?? 0)));
      this.lost.set({ pipeline, topic }, sum(ofTopic.map((one) => one.lostRecords)));
    }
    for (const { name, state, tasks } of connectors) {
      if (state === 'UNKNOWN') continue;
      this.connectors.set({ pipeline, connector: name, state }, 1);
      for (const task of tasks) this.tasks.set({ pipeline, connector: name, task: task.id, state: task.state }, 1);
    }
    const { deadLetters, reconcileQueue, leaseAgeSeconds } = report;
    known(deadLetters.inTopic, (value) => this.letters.set({ pipeline, store: 'topic' }, value));
    known(deadLetters.refused, (value) => this.letters.set({ pipeline, store: 'postgresql' }, value));
    known(reconcileQueue?.due, (value) => this.queue.set({ pipeline, due: 'now' }, value));
    known(reconcileQueue?.later, (value) => this.queue.set({ pipeline, due: 'later' }, value));
    known(leaseAgeSeconds, (value) => this.lease.set({ pipeline }, value));
  }

  private gauge(name: string, help: string, labels: string[]): Gauge {
    const gauge = new Gauge({ name: `cdc_${name}`, help, labelNames: ['pipeline', ...labels], registers: [] });
    this.gauges.push(gauge);
    return gauge;
  }
}

function known(value: number | null | undefined, use: (value: number) => void): void {
  if (value !== null && value !== undefined) use(value);
}

function greatest(values: (number | null)[]): number | null {
  return values.includes(null) ? null : Math.max(0, ...values.map(Number));
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
