import { type RegistryClient } from '../clients/registry.js';
import { type Subject } from '../render/rendered.js';
import { type Change } from './change.js';

export interface SubjectPlan {
  changes: Change[];
  /** Subjects that have no schema yet: some registries refuse a level for these, and deploy sets it later. */
  pending: string[];
}

/** Compares the compatibility level of each subject; a subject without its own has the registry's. */
export async function planSubjects(registry: RegistryClient, subjects: Subject[]): Promise<SubjectPlan> {
  const plan: SubjectPlan = { changes: [], pending: [] };
  const global = await registry.globalCompatibility();
  for (const { name, compatibility } of subjects) {
    const own = await registry.compatibility(name);
    if ((own ?? global) === compatibility) continue;
    if (!(await registry.hasSubject(name))) {
      plan.pending.push(name);
      continue;
    }
    plan.changes.push({
      system: 'registry',
      object: `subject ${name}`,
      action: 'update',
      detail: `compatibility ${own ?? global} → ${compatibility}`,
      apply: async () => {
        await registry.setCompatibility(name, compatibility);
      },
    });
  }
  return plan;
}
