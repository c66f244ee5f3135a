import { type RegistryClient } from '../clients/registry.js';
import { type SchemaRegistrySettings } from '../pipeline/pipeline.js';
import { type Subject } from '../render/rendered.js';
import { type Change } from './change.js';

export interface SubjectPlan {
  changes: Change[];
  /** Subjects without a schema, for which Apicurio refuses a level; the next deploy sets it. */
  pending: string[];
}

/** Compares the compatibility level of each subject; a subject without its own has the registry's. */
export async function planSubjects(
  registry: RegistryClient,
  { subjects, provider }: { subjects: Subject[]; provider: SchemaRegistrySettings['provider'] },
): Promise<SubjectPlan> {
  const plan: SubjectPlan = { changes: [], pending: [] };
  const global = await registry.globalCompatibility();
  for (const { name, compatibility } of subjects) {
    const own = await registry.compatibility(name);
    // For a subject without a level of its own Confluent answers 404, and Apicurio NONE.
    const level = own === undefined || (own === 'NONE' && compatibility !== 'NONE') ? global : own;
    if (level === compatibility) continue;
    if (provider === 'apicurio' && !(await registry.hasSubject(name))) {
      plan.pending.push(name);
      continue;
    }
    plan.changes.push({
      system: 'registry',
      object: `subject ${name}`,
      action: 'update',
      detail: `compatibility ${level} → ${compatibility}`,
      apply: () => registry.setCompatibility(name, compatibility),
    });
  }
  return plan;
}
