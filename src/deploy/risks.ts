import { type Connector } from '../render/rendered.js';
import { type SettingChange } from './change.js';

interface Risk {
  keys: RegExp;
  what: string;
}

const ofSinks: Risk[] = [
  {
    keys: /^topics(\.regex)?$/,
    what: 'it reads the new topic from its beginning and leaves what it has not read yet in the one before',
  },
  {
    keys: /^consumer\.override\.(group\.id|auto\.offset\.reset)$/,
    what: 'it reads from other offsets: records come twice or never',
  },
  {
    keys: /^(connection\.url|collection\.name\.format)$/,
    what: 'it goes on at its offsets with another table: what it has applied before is not there',
  },
];

const ofSources: Risk[] = [
  {
    keys: /^(topic\.prefix|cassandra\.node\.id|offsets\.storage\.topic|offset\.backing\.store\.dir)$/,
    what: 'it may not find its offsets: changes come again, or those in segments that are gone are lost',
  },
  {
    keys: /^commit\.log\.relocation\.dir$/,
    what: 'segments that lie in the directory before are not read any more',
  },
  {
    keys: /^transforms\.route\.replacement$/,
    what: 'it writes to other topics: what comes later is not behind what came before',
  },
  { keys: /^snapshot\.mode$/, what: 'its own snapshot stamps rows with the time of the query' },
];

/** What changing these settings would lose or repeat; undefined for settings that are safe. */
export function riskOf(kind: Connector['kind'], settings: SettingChange[]): string | undefined {
  const risks = kind === 'sink' ? ofSinks : ofSources;
  const changed = settings.filter(({ name, from, to }) => name !== 'connection.url' || place(from) !== place(to));
  const found = risks.filter(({ keys }) => changed.some(({ name }) => keys.test(name)));
  return found.length === 0 ? undefined : found.map(({ what }) => what).join('; ');
}

/** Where a JDBC address leads, whatever else it sets. */
function place(url: string | null): string {
  const schema = /[?&]currentSchema=[^&]*/.exec(url ?? '')?.[0].slice(1) ?? '';
  return `${url?.split('?')[0] ?? ''} ${schema}`;
}
