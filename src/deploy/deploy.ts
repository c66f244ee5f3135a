import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type ProgressListener } from '../progress.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { bookkeepingSchema } from '../tables/names.js';
import { type Change, type ChangeReport, describeChange } from './change.js';
import { planConnectors } from './connectors.js';
import { waitForRunning } from './health.js';
import { type LiveSystems, withLiveSystems } from './live-systems.js';
import { planSecrets } from './secrets/plan.js';
import { planSqlObjects } from './sql-objects.js';
import { planSubjects } from './subjects.js';
import { planTopics } from './topics.js';

export interface DeployOptions {
  pipeline: Pipeline;
  rendered: RenderedPipeline;
  /** Only say what would be done. */
  dryRun: boolean;
  /** Wait until every task is RUNNING. */
  wait: boolean;
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

/** Connect shows the states of before for some seconds after a change, on a busy worker for longer. */
const settleMs = { create: 5000, update: 10_000 };

export interface DeployReport {
  pipeline: string;
  changes: ChangeReport[];
  warnings: string[];
}

/**
 * Makes the live systems equal to the rendered state. A step that is done stays done: after a failure, running it
 * again goes on.
 * @throws OperatorError from the system that fails, or (finding) where a connector fails
 */
export async function deploy(options: DeployOptions): Promise<DeployReport> {
  const { pipeline, rendered, onProgress, signal } = options;
  return withLiveSystems(pipeline, signal, async (live) => {
    const { changes, warnings } = await planChanges(pipeline, rendered, live);
    if (!options.dryRun) {
      await applyChanges(changes, options);
      if (options.wait) {
        const { connectors } = rendered;
        await waitForRunning({
          connectors,
          connect: live.connect,
          timeoutMs: options.timeoutMs,
          settleMs: settleTime(changes.filter(({ system }) => system === 'connect')),
          onProgress,
          signal,
        });
      }
    }
    return {
      pipeline: pipeline.name,
      changes: changes.map(describeChange),
      warnings: [...rendered.hazards, ...warnings],
    };
  });
}

function settleTime(changes: Change[]): number {
  if (changes.length === 0) return 0;
  return changes.every(({ action }) => action === 'create') ? settleMs.create : settleMs.update;
}

/** The changes in the order in which they are safe: a sink needs its inlet, the source needs its topics. */
async function planChanges(pipeline: Pipeline, rendered: RenderedPipeline, live: LiveSystems) {
  const [secrets, topics, sql, subjects] = await Promise.all([
    planSecrets(pipeline, live.postgres),
    planTopics(live.kafka, rendered.topics),
    planSqlObjects(live.postgres, { schema: bookkeepingSchema(pipeline), objects: rendered.sql }),
    planSubjects(live.registry, { subjects: rendered.subjects, provider: pipeline.schemaRegistry.provider }),
  ]);
  const connectors = await planConnectors(live.connect, rendered.connectors, secrets.outdated);
  const warnings = [
    ...(subjects.pending.length === 0
      ? []
      : [
          `no schema yet for ${subjects.pending.join(', ')}: the compatibility level is set by the next deploy after the first event`,
        ]),
    ...(pipeline.secrets.delivery === 'inline'
      ? [
          "spec.secrets.delivery is inline: everyone who may use Connect's REST API or read its topics sees the password of PostgreSQL",
        ]
      : []),
  ];
  // Secrets after the tables, which record whose login it is.
  return { changes: [...topics, ...sql, ...secrets.changes, ...subjects.changes, ...connectors], warnings };
}

async function applyChanges(changes: Change[], { onProgress, signal }: DeployOptions): Promise<void> {
  for (const [index, change] of changes.entries()) {
    signal?.throwIfAborted();
    const step = `${change.action} ${change.object}`;
    const detail = change.detail === undefined ? {} : { detail: change.detail };
    onProgress({ step, status: 'started', ...detail });
    try {
      await change.apply();
    } catch (error) {
      onProgress({ step, status: 'failed' });
      throw notFinished(error, changes, index);
    }
    onProgress({ step, status: 'done', ...detail });
  }
}

function notFinished(error: unknown, changes: Change[], failedAt: number): unknown {
  if (!(error instanceof OperatorError)) return error;
  const left = changes.slice(failedAt).map(({ action, object }) => `${action} ${object}`);
  return new OperatorError({
    kind: error.kind,
    message: `${error.message}\n${failedAt} of ${changes.length} steps are done; not done: ${left.join('; ')}`,
    ...(error.resource === undefined ? {} : { resource: error.resource }),
    hint: `${error.hint === undefined ? '' : `${error.hint}; `}run cdcctl deploy again to go on`,
    cause: error,
  });
}
