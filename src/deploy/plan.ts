import { type Pipeline } from '../pipeline/pipeline.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { bookkeepingSchema } from '../tables/names.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type Change, type ChangeReport, describeChange } from './change.js';
import { planConnectors } from './connectors.js';
import { readConnectors } from './live-connectors.js';
import { findLeftovers, leftData, deletionsOf, type LeftObject } from './leftovers.js';
import { type LiveSystems, withLiveSystems } from './live-systems.js';
import { planOwnership, readOwned } from './ownership.js';
import { columnSettings } from './schema/column-settings.js';
import { planSecrets } from './secrets/plan.js';
import { planSqlObjects } from './sql-objects.js';
import { planSubjects } from './subjects.js';
import { planTopics } from './topics.js';

/** What is wanted: a definition with the live schemas of its tables. */
export interface Desired {
  pipeline: Pipeline;
  tables: ReplicatedTable[];
  rendered: RenderedPipeline;
  /** Also remove connectors that the definition does not name any more. */
  prune: boolean;
}

export interface Plan {
  /** In the order in which they are safe. */
  changes: Change[];
  /** Data that stays without its connectors. */
  left: LeftObject[];
  warnings: string[];
}

export interface PlanReport {
  pipeline: string;
  changes: ChangeReport[];
  /** How many of the changes create, change or remove something, and how many deploy cannot make. */
  summary: { create: number; change: number; remove: number; blocked: number };
  left: LeftObject[];
  warnings: string[];
}

/** What deploy would do. Nothing is changed. */
export async function planPipeline(desired: Desired, signal?: AbortSignal): Promise<Plan> {
  return withLiveSystems(desired.pipeline, signal, (live) => planChanges(desired, live));
}

/** Desired against live: the one way to find what differs. A sink needs its inlet, the source needs its topics. */
export async function planChanges(desired: Desired, live: LiveSystems): Promise<Plan> {
  const { pipeline, tables, rendered } = desired;
  const urls = rendered.connectors.map(({ url }) => url);
  const [secrets, topics, sql, subjects, liveConnectors] = await Promise.all([
    planSecrets(pipeline, live.postgres),
    planTopics(live.kafka, rendered.topics),
    planSqlObjects(live.postgres, {
      schema: bookkeepingSchema(pipeline),
      objects: rendered.sql,
      columnsOf: (name) => columnSettings(live.postgres, { pipeline, tables, name }),
    }),
    planSubjects(live.registry, { pipeline, tables, subjects: rendered.subjects }),
    readConnectors(live.connect, urls),
  ]);
  const owned = await readOwned(live.postgres, pipeline);
  const leftovers = await findLeftovers(live, { live: liveConnectors, owned, named: rendered.connectors });
  const ownership = planOwnership(live.postgres, {
    pipeline,
    owned,
    connectors: rendered.connectors,
    gone: leftovers.gone,
  });
  const connectors = planConnectors({
    connect: live.connect,
    live: liveConnectors,
    connectors: rendered.connectors,
    removed: desired.prune ? leftovers.present : [],
    outdated: secrets.outdated,
  });
  return {
    changes: [
      ...topics,
      ...sql,
      // Secrets after the tables, which record whose login it is.
      ...secrets.changes,
      ...subjects.changes,
      ...ownership,
      ...(desired.prune ? deletionsOf(live, pipeline, leftovers.present) : []),
      ...connectors,
    ],
    left: leftData(pipeline, leftovers),
    warnings: [
      ...rendered.hazards,
      ...agentNotes(rendered),
      ...pendingWarning(subjects.pending),
      ...inlineWarning(pipeline),
      ...leftovers.warnings,
      ...(desired.prune ? [] : leftoverWarning(leftovers.present.map(({ name }) => name))),
    ],
  };
}

/** What deploy cannot do: it reaches no disks of nodes. */
function agentNotes({ name, agents }: RenderedPipeline): string[] {
  return agents.map(
    ({ node, directory }) =>
      `the agent of ${node} is yours to start: cdcctl render --output-dir DIR writes its files; put those of DIR/${name}/agents/${node} into ${directory} on the node, link ${name}-agent.service into /etc/systemd/system, and start it again whenever they change`,
  );
}

function pendingWarning(pending: string[]): string[] {
  if (pending.length === 0) return [];
  return [
    `no schema yet for ${pending.join(', ')}: the compatibility level is set by the next deploy after the first event`,
  ];
}

function inlineWarning({ secrets }: Pipeline): string[] {
  if (secrets.delivery !== 'inline') return [];
  return [
    "spec.secrets.delivery is inline: everyone who may use Connect's REST API or read its topics sees the password of PostgreSQL",
  ];
}

function leftoverWarning(names: string[]): string[] {
  if (names.length === 0) return [];
  return [`the definition does not name ${names.join(', ')} any more: cdcctl deploy --prune removes them`];
}

export function describePlan(pipeline: Pipeline, { changes, left, warnings }: Plan): PlanReport {
  const possible = changes.filter(({ blocked }) => blocked === undefined);
  const count = (...actions: Change['action'][]) => possible.filter(({ action }) => actions.includes(action)).length;
  return {
    pipeline: pipeline.name,
    changes: changes.map(describeChange),
    summary: {
      create: count('create'),
      change: count('update', 'restart'),
      remove: count('delete'),
      blocked: changes.length - possible.length,
    },
    left,
    warnings,
  };
}
