import { OperatorError } from '../errors.js';
import { type PlannedChange, type PlannedPipeline } from './plan-file.js';

/** @throws OperatorError (finding) that says what has changed since a plan was made */
export function refuseMoved(reviewed: PlannedPipeline, now: PlannedPipeline): void {
  const moved = [
    ...(reviewed.definition === now.definition ? [] : ['the definition, or the schema of its tables in Cassandra']),
    ...movedChanges(reviewed.changes, now.changes),
  ];
  if (moved.length === 0) return;
  throw new OperatorError({
    kind: 'finding',
    resource: `pipeline ${now.pipeline}`,
    message: `this is not what was planned, and nothing was changed. What has moved since:\n${moved.map((line) => `  - ${line}`).join('\n')}`,
    hint: 'plan again: cdcctl plan --out FILE; what is given with --set must be given to both',
  });
}

function movedChanges(reviewed: PlannedChange[], now: PlannedChange[]): string[] {
  const keyOf = ({ system, object }: PlannedChange) => `${system}: ${object}`;
  const keys = new Set([...reviewed, ...now].map(keyOf));
  return [...keys].flatMap((key) => {
    const [before, after] = [reviewed, now].map((changes) => changes.filter((change) => keyOf(change) === key));
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const [planned, found] = [toldBriefly(before!), toldBriefly(after!)];
    return [planned === found ? `${key}: a secret, or what is said of it` : `${key}: planned ${planned}, now ${found}`];
  });
}

function toldBriefly(changes: PlannedChange[]): string {
  if (changes.length === 0) return 'no change';
  return changes
    .map(({ action, settings = [] }) => {
      const told = settings.map(({ name, from, to }) => `${name} ${from ?? 'none'} → ${to ?? 'none'}`).join(', ');
      return told === '' ? action : `${action} (${told})`;
    })
    .join(', ');
}
