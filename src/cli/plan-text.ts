import { type ChangeReport, type SettingChange } from '../deploy/change.js';
import { type PlanReport } from '../deploy/plan.js';

const signs = { create: '+', update: '~', restart: '~', delete: '-' };

/** A plan for people: each object with what differs, setting by setting, and a line that counts. */
export function planText({ pipeline, changes, summary, left }: PlanReport): string {
  const { create, change, remove, blocked } = summary;
  const impossible = blocked === 0 ? '' : `, ${blocked} cannot be made`;
  return [
    ...changes.flatMap(changeLines),
    ...(left.length === 0 ? [] : ['left as they are, with their data:']),
    ...left.map(({ system, object }) => `    ${system}: ${object}`),
    `${pipeline}: ${create} to create, ${change} to change, ${remove} to remove${impossible}`,
  ].join('\n');
}

function changeLines({ system, object, action, detail, settings = [], blocked, risk }: ChangeReport): string[] {
  const said = [...(action === 'restart' ? ['restart'] : []), ...(detail === undefined ? [] : [detail])].join(', ');
  return [
    `${blocked === undefined ? signs[action] : 'x'} ${system}: ${object}${said === '' ? '' : ` (${said})`}`,
    ...settings.map((setting) => `    ${settingLine(setting)}`),
    ...(risk === undefined ? [] : [`    ! data: ${risk}`]),
    ...(blocked === undefined ? [] : [`    x cannot be made: ${blocked.reason}`, `      → ${blocked.hint}`]),
  ];
}

export function settingLine({ name, from, to }: SettingChange): string {
  if (from === null) return `+ ${name}: ${to}`;
  return to === null ? `- ${name}: ${from}` : `~ ${name}: ${from} → ${to}`;
}
