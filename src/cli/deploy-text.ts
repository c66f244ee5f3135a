import { type PlanReport } from '../deploy/plan.js';
import { table } from '../output/table.js';
import { type TableSnapshot } from '../snapshot/snapshot.js';
import { settingLine } from './plan-text.js';

/** What deploy has done, for people. */
export function deployText({
  pipeline,
  changes,
  snapshots,
  left,
}: PlanReport & { snapshots: TableSnapshot[] }): string {
  if (changes.length === 0 && snapshots.length === 0) return `${pipeline}: nothing to do`;
  const rows = [
    ...changes.map(({ system, action, object, detail, settings = [] }) => [
      system,
      action,
      object,
      detail ?? settings.map(settingLine).join('\n'),
    ]),
    ...snapshots.map(({ table: name, rows: count, refused }) => [
      'postgresql',
      'load',
      `table ${name}`,
      `${count} rows${refused > 0 ? `, ${refused} refused (see the dead letters)` : ''}`,
    ]),
    ...left.map(({ system, object }) => [system, 'left', object, 'no connector of this pipeline reads or writes it']),
  ];
  return `${table(['system', 'action', 'object', 'detail'], rows)}\n${pipeline}: changed ${rows.length - left.length} objects`;
}
