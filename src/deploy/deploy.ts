import { OperatorError } from '../errors.js';
import { about, type ProgressListener, type ProgressSubject } from '../progress.js';
import { traced } from '../traced.js';
import { type Change, refusal } from './change.js';
import { waitForRunning } from './health.js';
import { withLiveSystems } from './live-systems.js';
import { describePlan, type Desired, type Plan, planChanges, type PlanReport } from './plan.js';

export interface DeployOptions {
  desired: Desired;
  /** Called with what is going to be done; nothing is done where it throws. */
  approve: (plan: Plan) => Promise<void>;
  /** Wait until every task is RUNNING. */
  wait: boolean;
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

/** Connect shows the states of before for some seconds after a change, on a busy worker for longer. */
const settleMs = { create: 5000, update: 10_000 };

/**
 * Makes the live systems equal to the rendered state. A step that is done stays done: after a failure, running it
 * again goes on.
 * @throws OperatorError from the system that fails, (invalid) before the first step where one cannot be made, or (finding)
 * where a connector fails
 */
export async function deploy(options: DeployOptions): Promise<PlanReport> {
  const { desired, approve, signal } = options;
  const { pipeline, rendered } = desired;
  const onProgress = about({ pipeline: pipeline.name }, options.onProgress);
  return withLiveSystems(pipeline, signal, async (live) => {
    const attributes = { 'cdcctl.pipeline': pipeline.name };
    const plan = await traced({ name: 'plan', attributes }, () => planChanges(desired, live));
    await approve(plan);
    refuseBlocked(plan.changes);
    await applyChanges(plan.changes, { ...options, onProgress });
    if (options.wait) {
      await waitForRunning({
        connectors: rendered.connectors,
        connect: live.connect,
        timeoutMs: options.timeoutMs,
        settleMs: settleTime(plan.changes.filter(({ system }) => system === 'connect')),
        onProgress,
        signal,
      });
    }
    return describePlan(pipeline, plan);
  });
}

/** Each with what to do about it, and all at once. */
function refuseBlocked(changes: Change[]): void {
  const blocked = changes.filter((change) => change.blocked !== undefined);
  const [first] = blocked;
  if (first === undefined) return;
  if (blocked.length === 1) throw refusal(first);
  const lines = blocked.map((change) => `  - ${change.object}: ${change.blocked?.reason}; ${change.blocked?.hint}`);
  throw new OperatorError({
    kind: 'invalid',
    resource: `${blocked.length} objects`,
    message: `cannot be changed in place, and nothing was changed:\n${lines.join('\n')}`,
    hint: 'cdcctl plan shows each setting',
  });
}

function settleTime(changes: Change[]): number {
  if (changes.length === 0) return 0;
  return changes.every(({ action }) => action === 'create') ? settleMs.create : settleMs.update;
}

async function applyChanges(changes: Change[], { onProgress, signal }: DeployOptions): Promise<void> {
  for (const [index, change] of changes.entries()) {
    signal?.throwIfAborted();
    const step = `${change.action} ${change.object}`;
    const said = change.detail ?? change.settings?.map(({ name }) => name).join(', ');
    const told = { step, subject: subjectOf(change), ...(said === undefined ? {} : { detail: said }) };
    onProgress({ ...told, status: 'started' });
    try {
      await applyChange(change);
    } catch (error) {
      onProgress({ step, subject: told.subject, status: 'failed' });
      throw notFinished(error, changes, index);
    }
    onProgress({ ...told, status: 'done' });
  }
}

function applyChange({ action, system, object, apply }: Change): Promise<void> {
  return traced({ name: `${action} in ${system}`, attributes: { 'cdcctl.object': object } }, apply);
}

function subjectOf({ system, object }: Change): ProgressSubject {
  return system === 'connect' ? { connector: object.replace(/^connector /, '') } : {};
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
