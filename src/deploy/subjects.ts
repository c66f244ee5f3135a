import { type RegistryClient } from '../clients/registry.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Subject } from '../render/rendered.js';
import { valueSubjectOf } from '../tables/names.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { mapBounded } from './bounded.js';
import { blockedChange, type Change, type ChangeReport } from './change.js';
import { incompatibility, nextSchema } from './schema/compatibility.js';

export interface SubjectPlan {
  changes: Change[];
  /** Subjects without a schema, for which Apicurio refuses a level; the next deploy sets it. */
  pending: string[];
}

export interface SubjectsOptions {
  pipeline: Pipeline;
  subjects: Subject[];
  tables: ReplicatedTable[];
}

/**
 * Compares the compatibility level of each subject (one without its own has the registry's), and asks the registry whether
 * it would take the schema that the source is going to register.
 */
export async function planSubjects(registry: RegistryClient, options: SubjectsOptions): Promise<SubjectPlan> {
  const { pipeline, subjects, tables } = options;
  if (subjects.length === 0) return { changes: [], pending: [] };
  const global = await registry.globalCompatibility();
  const plan: SubjectPlan = { changes: [], pending: [] };
  const states = await mapBounded(subjects, async ({ name }) => ({
    own: await registry.compatibility(name),
    latest: await registry.latestSchema(name),
  }));
  for (const [index, { name, compatibility }] of subjects.entries()) {
    const { own, latest } = states[index]!;
    // For a subject without a level of its own Confluent answers 404, and Apicurio NONE.
    const level = own === undefined || (own === 'NONE' && compatibility !== 'NONE') ? global : own;
    const report: ChangeReport = { system: 'registry', object: `subject ${name}`, action: 'update' };
    const table = tables.find(({ settings }) => valueSubjectOf(pipeline, settings) === name);
    if (latest !== undefined && table !== undefined) {
      const { candidate, settings } = nextSchema({ subject: name, latest }, table);
      if (settings.length > 0 && !(await registry.isCompatible(name, candidate))) {
        plan.changes.push(blockedChange({ ...report, settings, blocked: incompatibility(level) }));
      }
    }
    if (level === compatibility) continue;
    if (pipeline.schemaRegistry.provider === 'apicurio' && latest === undefined) {
      plan.pending.push(name);
      continue;
    }
    plan.changes.push({
      ...report,
      settings: [{ name: 'compatibility', from: level, to: compatibility }],
      apply: () => registry.setCompatibility(name, compatibility),
    });
  }
  return plan;
}
