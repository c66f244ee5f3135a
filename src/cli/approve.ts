import { type ChangeReport } from '../deploy/change.js';
import { type Desired, type Plan } from '../deploy/plan.js';
import { type PlanFile } from '../deploy/plan-file.js';
import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { confirm } from './confirm.js';
import { type CliContext } from './context.js';

/** Throws where a plan must not be carried out. */
export type Approve = (desired: Desired, plan: Plan) => Promise<void>;

/** One question for all that is removed, and all that would lose or repeat data; none for the rest. */
export function approveByQuestion(context: CliContext, yes: boolean): Approve {
  return async ({ pipeline }, { changes }) => {
    const asked = changes.filter(({ action, risk }) => action === 'delete' || risk !== undefined);
    // What cannot be made is refused without a question.
    if (asked.length === 0 || yes || changes.some(({ blocked }) => blocked !== undefined)) return;
    const message = `${pipeline.name}:\n${asked.map(toldChange).join('\n')}\n`;
    context.tell({ level: 'warn', message, pipeline: pipeline.name });
    if (await confirm(context, 'Go on?')) return;
    throw new OperatorError({ kind: 'invalid', message: 'not confirmed; nothing was changed' });
  };
}

function toldChange({ action, object, risk }: ChangeReport): string {
  return `  ${action} ${object}${risk === undefined ? '' : `: ${risk}`}`;
}

/**
 * What was reviewed needs no question, and nothing else may be done.
 * @throws OperatorError (finding) where a plan is for other pipelines than the definition's
 */
export function approveByPlanFile(reviewed: PlanFile, loaded: Pipeline[]): Approve {
  const names = (all: string[]) => all.toSorted().join(', ');
  const planned = names(reviewed.pipelines.map(({ pipeline }) => pipeline));
  const defined = names(loaded.map(({ name }) => name));
  if (planned !== defined) {
    throw new OperatorError({
      kind: 'finding',
      message: `the plan is for ${planned}, and the definition has ${defined}; nothing was changed`,
      hint: 'plan again: cdcctl plan --out FILE',
    });
  }
  return async (desired, plan) => {
    const { plannedPipeline } = await import('../deploy/plan-file.js');
    const { refuseMoved } = await import('../deploy/moved.js');
    const before = reviewed.pipelines.find(({ pipeline }) => pipeline === desired.pipeline.name)!;
    refuseMoved(before, plannedPipeline(desired, plan, reviewed.salt));
  };
}
